/** Servers that send the credentials of a call back, in every spelling somebody might. */
import { content, head, type Misbehaviour, send } from './misbehaviour.ts';
import type { Turn } from './server.ts';

/** What a server knows of a call's credentials: the header, its base64 part, and what that says. */
function secretsOf({ request }: Turn) {
  const header = request.headers.authorization ?? '';
  const base64 = header.replace(/^\S+\s*/, '');
  const pair = Buffer.from(base64, 'base64').toString('utf8');
  return { header, base64, pair, password: pair.slice(pair.indexOf(':') + 1) };
}

type Secrets = ReturnType<typeof secretsOf>;

/** Adds members to every object; a refusal says them as well. */
const inContent = (id: string, sentence: string, members: (secrets: Secrets) => object): Misbehaviour => ({
  id,
  sentence,
  answer: (turn) => {
    const { text } = turn.answer;
    if (!text.endsWith('}')) return content(turn, text);
    content(turn, JSON.stringify({ ...JSON.parse(text), ...members(secretsOf(turn)) }));
  },
  fromTheFirst: { exitCode: 0 },
});

/** Replaces the content by something that breaks requirements, so that it is quoted in reasons. */
const quoted = (
  id: string,
  sentence: string,
  text: (secrets: Secrets) => string,
  type = 'application/json',
): Misbehaviour => ({
  id,
  sentence,
  answer: (turn) => content(turn, text(secretsOf(turn)), { 'content-type': type }),
  fromTheFirst: { exitCode: 1 },
});

const inFields = (
  id: string,
  sentence: string,
  fields: (secrets: Secrets) => Record<string, string>,
): Misbehaviour => ({
  id,
  sentence,
  answer: (turn) => content(turn, turn.answer.text, fields(secretsOf(turn))),
  fromTheFirst: { exitCode: 0 },
});

const percent = (text: string) =>
  [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
const ascii = (text: string) => text.replaceAll(/[^ -~]/g, '?');
const halves = (text: string) => [text.slice(0, text.length / 2), text.slice(text.length / 2)] as const;

export const echoMisbehaviours: readonly Misbehaviour[] = [
  inContent('echo-plain', 'Puts user and password into every object.', ({ pair, password }) => ({
    pair,
    password,
    said: `you are ${pair}!`,
  })),
  inContent('echo-header', 'Puts the Authorization header into every object.', ({ header, base64 }) => ({
    header,
    base64,
    url: base64.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', ''),
  })),
  inContent('echo-base64-shifted', 'Encodes the credentials as part of a longer text.', ({ pair, password }) =>
    Object.fromEntries(
      ['', 'x', 'xy'].flatMap((start) =>
        [pair, password].map((one, index) => [
          `${start}${index}`,
          Buffer.from(`${start}${one} and more`).toString('base64'),
        ]),
      ),
    ),
  ),
  inContent('echo-percent', 'Percent-encodes the password in several ways.', ({ password, header }) => ({
    all: percent(password),
    upper: percent(password).toUpperCase(),
    component: encodeURIComponent(password),
    twice: encodeURIComponent(encodeURIComponent(password)),
    form: new URLSearchParams({ password, header }).toString(),
    url: `http://user:${encodeURIComponent(password)}@example.com/`,
  })),
  inContent('echo-escaped', 'Escapes the password for HTML and for JSON in JSON.', ({ password }) => ({
    html: password.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;'),
    numbers: [...password].map((one) => `&#${one.codePointAt(0)};`).join(''),
    hexadecimal: [...password].map((one) => `&#x${one.codePointAt(0)?.toString(16)};`).join(''),
    json: JSON.stringify({ password }),
    deeper: JSON.stringify({ json: JSON.stringify({ password }) }),
    unicode: [...password].map((one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`).join(''),
  })),
  inContent(
    'echo-hexadecimal',
    'Writes the credentials as hexadecimal and as UTF-16.',
    ({ pair, password, header }) => ({
      hex: Buffer.from(pair).toString('hex'),
      upper: Buffer.from(password).toString('hex').toUpperCase(),
      header: Buffer.from(header).toString('hex'),
      utf16: Buffer.from(password, 'utf16le').toString('latin1'),
    }),
  ),
  inContent('echo-in-parts', 'Splits the credentials over several members.', ({ base64, password }) => ({
    first: halves(base64)[0],
    second: halves(base64)[1],
    left: halves(password)[0],
    right: halves(password)[1],
  })),
  inContent('echo-as-name', 'Uses the credentials as names of members.', ({ pair, base64 }) => ({
    [pair]: 1,
    [base64]: { [pair]: [pair] },
  })),
  quoted('echo-as-content', 'Answers with the credentials alone.', ({ pair }) => JSON.stringify(pair)),
  quoted(
    'echo-not-json',
    'Answers with the credentials, not as JSON: a parser quotes what it cannot read.',
    ({ header }) => header,
    'text/plain',
  ),
  quoted(
    'echo-page',
    'Answers with a page that shows the credentials.',
    ({ password }) => `<p>${password.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</p>`,
    'text/html',
  ),
  ...[110, 118].map((width) =>
    quoted(
      `echo-at-the-cut-${width}`,
      `Puts the password where a quoted text is cut, after ${width} characters.`,
      ({ password }) =>
        JSON.stringify({
          code: 400,
          name: 'ClientError',
          message: 'x'.repeat(Math.max(0, width - 44)),
          text: password,
          more: 'y'.repeat(300),
        }),
    ),
  ),
  inFields('echo-in-fields', 'Sends the credentials in header fields.', ({ header, base64, pair }) => ({
    'x-authorization': header,
    'www-authenticate': `Basic realm="${ascii(pair).replaceAll(/["\\]/g, '')} ${base64}"`,
    'set-cookie': `auth=${base64}; user=${encodeURIComponent(pair)}`,
    'content-type': `application/json; auth=${base64}`,
    location: `http://example.com/?a=${encodeURIComponent(pair)}`,
  })),
  inFields('echo-as-field-name', 'Sends the credentials as the name of a header field.', ({ base64 }) => ({
    [`X-${base64.replaceAll(/[^A-Za-z0-9]/g, '') || 'none'}`]: 'there',
  })),
  {
    id: 'echo-in-reason-phrase',
    sentence: 'Sends the credentials in the reason phrase, and no valid answer.',
    answer: (turn) => send(turn, `HTTP/1.1 200 ${secretsOf(turn).header}\r\n${secretsOf(turn).header}\r\n\r\n`),
    fromTheFirst: { exitCode: 3 },
  },
  {
    id: 'echo-in-redirect',
    sentence: 'Redirects to an address made of the credentials.',
    answer: (turn) => {
      const { pair, base64 } = secretsOf(turn);
      send(
        turn,
        head(
          'HTTP/1.1 302 Found',
          `Location: http://${encodeURIComponent(pair)}@example.com/${base64}`,
          'Content-Length: 0',
        ),
      );
    },
    fromTheFirst: { exitCode: 1, brokenRequirement: 'answers.status-documented' },
  },
];
