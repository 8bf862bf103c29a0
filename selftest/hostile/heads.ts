/** Misbehaviours of heads: status lines, fields, interim answers, redirects, cookies. */
import {
  type Bytes,
  behave,
  content,
  fieldsOf,
  flood,
  head,
  headOf,
  type Misbehaviour,
  send,
  sendAndStay,
} from './misbehaviour.ts';
import type { Turn } from './server.ts';

const noAnswer = {
  fromTheFirst: { exitCode: 3, says: /not a valid HTTP answer|no complete answer|ended before/ },
  later: { exitCode: 1, brokenRequirement: 'answers.complete' },
} as const;
const fine = { fromTheFirst: { exitCode: 0 } } as const;

/** The behaving answer with another status line or more fields. */
function altered(turn: Turn, statusLine: string, ...fields: readonly string[]): void {
  const { answer, request } = turn;
  const bytes: Bytes = request.method === 'HEAD' || answer.status === 204 ? '' : Buffer.from(answer.text);
  const framing = answer.status === 204 ? [] : [`Content-Length: ${Buffer.byteLength(answer.text)}`];
  send(turn, head(statusLine, ...fieldsOf(turn), ...fields, ...framing), bytes);
}

const statusLine = (id: string, line: string, sentence: string): Misbehaviour => ({
  id,
  sentence,
  answer: (turn) => altered(turn, line),
  fromTheFirst: noAnswer.fromTheFirst,
});

const field = (id: string, text: string, sentence: string): Misbehaviour => ({
  id,
  sentence,
  answer: (turn) => altered(turn, `HTTP/1.1 ${turn.answer.status} Fine`, text),
  fromTheFirst: noAnswer.fromTheFirst,
});

/** Status and fields of a redirect in the place of every answer. */
const redirect = (id: string, sentence: string, status: number, location: (turn: Turn) => string): Misbehaviour => ({
  id,
  sentence,
  answer: (turn) => {
    turn.outgoing.writeHead(status, { location: location(turn), 'content-length': 0 });
    turn.outgoing.end();
  },
  fromTheFirst: { exitCode: 1, brokenRequirement: 'answers.status-documented' },
});

export const headMisbehaviours: readonly Misbehaviour[] = [
  statusLine('status-0', 'HTTP/1.1 0 Nothing', 'Answers with the status 0.'),
  statusLine('status-99', 'HTTP/1.1 99 Low', 'Answers with the status 99.'),
  statusLine('status-099', 'HTTP/1.1 099 Low', 'Answers with the status 099.'),
  statusLine('status-1000', 'HTTP/1.1 1000 High', 'Answers with the status 1000.'),
  statusLine('status-in-words', 'HTTP/1.1 OK', 'Answers with a status in words.'),
  statusLine('version-unknown', 'HTTP/9.7 200 OK', 'Answers in a version of HTTP that does not exist.'),
  {
    id: 'status-600',
    sentence: 'Answers with the status 600.',
    answer: (turn) => altered(turn, 'HTTP/1.1 600 Strange'),
    fromTheFirst: { exitCode: 1, brokenRequirement: 'answers.no-server-error' },
  },
  {
    id: 'status-299',
    sentence: 'Answers with the status 299, known to nobody.',
    answer: (turn) => altered(turn, 'HTTP/1.1 299 Success of a kind'),
    fromTheFirst: { exitCode: 1, brokenRequirement: 'answers.status-documented' },
  },
  {
    id: 'version-1.0',
    sentence: 'Answers in HTTP/1.0.',
    answer: (turn) => altered(turn, `HTTP/1.0 ${turn.answer.status} Fine`),
    ...fine,
  },
  {
    id: 'reason-phrase-of-controls',
    sentence: 'Puts a terminal sequence and markup into the reason phrase.',
    answer: (turn) => altered(turn, `HTTP/1.1 ${turn.answer.status} \u001b[2J<script>alert(1)</script>`),
    ...fine,
  },
  field('field-with-nul', 'X-Field: a\0b', 'Sends a field value that holds a NUL.'),
  field('field-without-colon', 'no colon here', 'Sends a line without a colon among the fields.'),
  field('field-name-with-space', 'X Field: a', 'Sends a field name that holds a space.'),
  field('head-without-end', `X-Long: ${'x'.repeat(1024 * 1024)}`, 'Sends a field of a megabyte.'),
  {
    id: 'fields-without-number',
    sentence: 'Sends ten thousand fields.',
    answer: (turn) =>
      altered(turn, 'HTTP/1.1 200 OK', ...Array.from({ length: 10_000 }, (_, index) => `X-Field-${index}: value`)),
    ...noAnswer,
  },
  {
    id: 'head-flood',
    sentence: 'Sends a head that never ends.',
    answer: (turn) => {
      sendAndStay(turn, 'HTTP/1.1 200 OK\r\n');
      flood(turn, Buffer.from('X-Field: value\r\n'.repeat(2000)));
    },
    slow: true,
    ...noAnswer,
  },
  {
    id: 'field-folded',
    sentence: 'Folds a field over two lines, which HTTP forbids.',
    answer: (turn) => altered(turn, `HTTP/1.1 ${turn.answer.status} Fine`, 'X-Folded: one\r\n two'),
    ...noAnswer,
  },
  {
    id: 'interim-flood',
    sentence: 'Sends interim answers for ever.',
    answer: (turn) => flood(turn, Buffer.from(head('HTTP/1.1 103 Early Hints', 'Link: </a>').repeat(1000))),
    slow: true,
    ...noAnswer,
  },
  {
    id: 'interim-answers',
    sentence: 'Sends fifty interim answers before each answer, as RFC 9110 §15.2 allows.',
    answer: (turn) => {
      sendAndStay(turn, head('HTTP/1.1 103 Early Hints', 'Link: </a>').repeat(50));
      altered(turn, `HTTP/1.1 ${turn.answer.status} Fine`);
    },
    ...fine,
  },
  {
    id: 'continue-unasked',
    sentence: 'Sends 100 Continue although nobody asked, which a client has to bear (RFC 9110 §15.2).',
    answer: (turn) => {
      sendAndStay(turn, head('HTTP/1.1 100 Continue'));
      altered(turn, `HTTP/1.1 ${turn.answer.status} Fine`);
    },
    ...fine,
  },
  {
    id: 'protocol-switched',
    sentence: 'Switches to another protocol that nobody asked for.',
    answer: (turn) =>
      sendAndStay(turn, head('HTTP/1.1 101 Switching Protocols', 'Upgrade: websocket', 'Connection: Upgrade')),
    ...noAnswer,
  },
  redirect('redirect-to-itself', 'Redirects every request to the same place.', 302, ({ request }) => request.path),
  redirect('redirect-permanently', 'Redirects every request, method and body included, for ever.', 308, () => '/api/x'),
  redirect('redirect-to-another-host', 'Redirects to another server.', 307, () => 'http://127.0.0.2:9/api/identities'),
  redirect('redirect-with-credentials', 'Redirects to an address that asks for the credentials.', 302, (turn) =>
    `http://attacker.example/?${turn.request.headers.authorization ?? ''}`.replaceAll(' ', '+'),
  ),
  {
    id: 'cookies',
    sentence: 'Sets a cookie with every answer; none may come back.',
    answer: (turn) => content(turn, turn.answer.text, { 'set-cookie': `session=${turn.count}; Path=/` }),
    ...fine,
  },
  {
    id: 'not-modified',
    sentence: 'Answers 304 to reads that asked for nothing of the kind.',
    answer: (turn) => {
      if (turn.request.method !== 'GET' || turn.answer.status !== 200) return behave(turn);
      send(turn, head('HTTP/1.1 304 Not Modified', `Date: ${new Date().toUTCString()}`));
    },
    fromTheFirst: { exitCode: 1, brokenRequirement: 'answers.status-documented' },
  },
  {
    id: 'upgrade-announced',
    sentence: 'Announces that it could speak HTTP/2 and HTTP/3, and refreshes the page elsewhere.',
    answer: (turn) =>
      content(turn, turn.answer.text, {
        upgrade: 'h2c',
        'alt-svc': 'h3=":443"; ma=86400',
        refresh: '0; url=http://attacker.example/',
      }),
    ...fine,
  },
  {
    id: 'closes-and-stays',
    sentence: 'Says that it closes the connection and does not.',
    answer: (turn) => {
      const bytes = Buffer.from(turn.answer.text);
      const framing = turn.answer.status === 204 ? [] : [`Content-Length: ${bytes.length}`];
      sendAndStay(turn, headOf(turn, 'Connection: close', ...framing), turn.request.method === 'HEAD' ? '' : bytes);
    },
    ...fine,
  },
];
