/** Misbehaviours of JSON and of the texts in it. */
import { type Bytes, content, type Misbehaviour } from './misbehaviour.ts';
import type { Turn } from './server.ts';

const notJson = { exitCode: 1, brokenRequirement: 'answers.json-content' } as const;
const otherForm = { exitCode: 1 } as const;
const fine = { exitCode: 0 } as const;

/** Every answer that has content gets other content. */
const rewritten = (
  id: string,
  sentence: string,
  rewrite: (text: string, turn: Turn) => Bytes,
  fromTheFirst: Misbehaviour['fromTheFirst'],
): Misbehaviour => ({
  id,
  sentence,
  answer: (turn) => content(turn, turn.answer.text === '' ? '' : rewrite(turn.answer.text, turn)),
  ...(fromTheFirst === undefined ? {} : { fromTheFirst }),
});

/** Every text in every answer is replaced, member names stay. */
const everyText = (id: string, sentence: string, text: string): Misbehaviour =>
  rewritten(id, sentence, (json) => JSON.stringify(mapped(JSON.parse(json), () => text)), otherForm);

function mapped(value: unknown, change: (value: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map((element) => mapped(element, change));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, mapped(member, change)]));
  }
  return typeof value === 'string' ? change(value) : value;
}

/** A member more in every object that is answered, in JSON as it is given. */
const added = (id: string, sentence: string, member: string, expected: Misbehaviour['fromTheFirst']): Misbehaviour =>
  rewritten(id, sentence, (text) => (text.endsWith('}') ? `${text.slice(0, -1)},${member}}` : text), expected);

const markup = `"'></script></style><script>alert("xss")</script><img src=x onerror=alert(1)>]]>{{7*7}}`;
const terminal = '\u001b[2J\u001b]0;owned\u0007\u001b[31mred\u009b1m\r\n::error::forged\b\u0000\u007f';
const markdown = `[x](javascript:alert(1)) @everyone #1 \`\`\`\n| a | b |\n<!-- \u0024{{ secrets.X }} %0A::set-output name=a::b`;
const bidi = '\u202egnp.exe\u2066\u200f\u061c\ufeff\u200b\u2028\u2029';

export const textMisbehaviours: readonly Misbehaviour[] = [
  rewritten('json-null', 'Answers everything with null.', () => 'null', otherForm),
  rewritten('json-array', 'Answers everything with an array of arrays.', () => '[[],[[]]]', otherForm),
  rewritten('json-text', 'Answers everything with a text.', () => '"OK"', otherForm),
  rewritten('json-number', 'Answers everything with a number.', () => '-0', otherForm),
  rewritten('json-empty-object', 'Answers everything with an empty object.', () => '{}', otherForm),
  rewritten('no-content', 'Answers everything without content.', () => '', otherForm),
  rewritten('json-cut', 'Cuts the JSON in the middle.', (text) => text.slice(0, text.length / 2), notJson),
  rewritten('json-and-more', 'Adds a second JSON text.', (text) => `${text}{"more":true}`, notJson),
  rewritten('json-with-comments', 'Adds a comment to the JSON.', (text) => `// fine\n${text}`, notJson),
  rewritten(
    'json-with-nan',
    'Writes NaN for a number.',
    (text) => text.replace(/\}$/, ',"n":NaN}').replace(/\]$/, ',NaN]'),
    notJson,
  ),
  rewritten('json-with-nul', 'Ends the JSON with a NUL.', (text) => `${text}\0`, notJson),
  rewritten(
    'json-with-controls',
    'Puts raw control characters into texts.',
    (text) => text.replaceAll('"', '"\u0001'),
    notJson,
  ),
  rewritten(
    'markup-page',
    'Answers everything with a page of HTML.',
    () => `<!doctype html><title>Oops</title>${markup}`,
    notJson,
  ),
  added(
    'numbers-beyond-numbers',
    'Adds numbers that no number can hold.',
    `"n":1e999,"m":-1e999,"big":${'9'.repeat(5000)},"small":1e-999,"scale":1e308`,
    fine,
  ),
  rewritten(
    'every-number-enormous',
    'Puts an enormous number where each number or decimal stood.',
    (text) => text.replaceAll(/:"?-?\d+(\.\d+)?"?(?=[,}])/g, ':1e999'),
    { exitCode: 0, brokenRequirement: 'errors.code-equals-status' },
  ),
  rewritten(
    'nested-deeply',
    'Nests arrays twenty thousand deep.',
    (text) => (text.endsWith('}') ? `${text.slice(0, -1)},"deep":${'['.repeat(20_000)}${']'.repeat(20_000)}}` : text),
    notJson,
  ),
  rewritten(
    'nested-objects-deeply',
    'Nests objects twenty thousand deep.',
    (text) =>
      text.endsWith('}') ? `${text.slice(0, -1)},"deep":${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}}` : text,
    notJson,
  ),
  rewritten(
    'thousands-of-members',
    'Adds five thousand members.',
    (text) =>
      text.endsWith('}')
        ? `${text.slice(0, -1)},${Array.from({ length: 5000 }, (_, index) => `"x${index}":0`).join()}}`
        : text,
    fine,
  ),
  added('members-twice', 'Sends a member twice.', '"extra":1,"extra":{"extra":2}', fine),
  added(
    'member-proto',
    'Sends members named __proto__, constructor and toString.',
    '"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"toString":1,"hasOwnProperty":null,"length":-1,"then":{"then":1}',
    fine,
  ),
  rewritten(
    'every-member-null',
    'Puts null for the value of every member.',
    (text) => JSON.stringify(shallow(JSON.parse(text), null)),
    otherForm,
  ),
  rewritten(
    'every-member-an-object',
    'Puts an object for the value of every member.',
    (text) => JSON.stringify(shallow(JSON.parse(text), { toString: 'x' })),
    otherForm,
  ),
  everyText('markup-in-texts', 'Puts HTML and script into every text.', markup),
  everyText('terminal-sequences-in-texts', 'Puts terminal sequences into every text.', terminal),
  everyText('bidi-in-texts', 'Puts characters that turn and hide text into every text.', bidi),
  everyText('markdown-in-texts', 'Puts Markdown, mentions and links into every text.', markdown),
  everyText(
    'halves-of-pairs-in-texts',
    'Puts halves of surrogate pairs into every text.',
    'a\ud800b\udc00c\ufffe\uffff',
  ),
  everyText('long-texts', 'Puts twenty thousand characters into every text.', 'y'.repeat(20_000)),
  {
    id: 'member-names-of-markup',
    sentence: 'Renames every member to markup and terminal sequences.',
    answer: (turn) =>
      content(
        turn,
        turn.answer.text.replaceAll(
          /"([a-zA-Z]+)":/g,
          (_, name) => `${JSON.stringify(`${name}${markup}${terminal}`)}:`,
        ),
      ),
    fromTheFirst: otherForm,
  },
  {
    id: 'markup-in-fields',
    sentence: 'Sends markup and quotes in the values of header fields.',
    answer: (turn) =>
      content(turn, turn.answer.text, {
        'x-markup': markup,
        'content-type': `application/json; x="${markup}"`,
        location: 'javascript:alert(1)',
      }),
    fromTheFirst: fine,
  },
];

function shallow(value: unknown, member: unknown): unknown {
  if (Array.isArray(value)) return value.map((element) => shallow(element, member));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.keys(value).map((name) => [name, member]));
}
