/** Misbehaviours of content: codings, bombs, character sets, bytes that are no text. */
import { brotliCompressSync, constants, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { type Bytes, content, type Misbehaviour } from './misbehaviour.ts';
import type { Turn } from './server.ts';

const cutShort = { exitCode: 1, brokenRequirement: 'answers.complete', says: /longer than/ } as const;
const notJson = { exitCode: 1, brokenRequirement: 'answers.json-content' } as const;
/** The suite reads it; only a SHOULD may be broken. */
const fine = { exitCode: 0 } as const;

/** Half a gigabyte of white space, which is JSON as far as it goes. */
const bombSize = 53 * 1024 * 1024;
const madeOnce = new Map<string, Buffer>();

/** Made when it is first asked for: a bomb takes a second to pack. Concatenated members of gzip unpack one after the other. */
function once(name: string, make: () => Buffer): Buffer {
  const present = madeOnce.get(name) ?? make();
  madeOnce.set(name, present);
  return present;
}

const piece = Buffer.alloc(8 * 1024 * 1024, ' ');
const gzipBomb = () =>
  once('gzip', () => {
    const member = gzipSync(piece);
    return Buffer.concat(Array.from({ length: bombSize / piece.length }, () => member));
  });
const fastBrotli = { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } };
const brotliBomb = () => once('br', () => brotliCompressSync(Buffer.alloc(32 * 1024 * 1024, ' '), fastBrotli));
const deflateBomb = () => once('deflate', () => deflateSync(Buffer.alloc(32 * 1024 * 1024, ' '), { level: 1 }));
const nestedBomb = () => once('nested', () => gzipSync(gzipSync(Buffer.alloc(32 * 1024 * 1024, ' '))));

/** An answer in a content coding; one without content stays as it is. */
function coded(
  id: string,
  sentence: string,
  coding: string,
  pack: (text: string, turn: Turn) => Bytes,
  expected: Misbehaviour['fromTheFirst'],
): Misbehaviour {
  return {
    id,
    sentence,
    answer: (turn) =>
      turn.answer.text === ''
        ? content(turn, '')
        : content(turn, pack(turn.answer.text, turn), { 'content-encoding': coding }),
    ...(expected === undefined ? {} : { fromTheFirst: expected }),
  };
}

export const codingMisbehaviours: readonly Misbehaviour[] = [
  coded(
    'gzip-unasked',
    'Compresses without being asked, as RFC 9110 §12.5.3 allows.',
    'gzip',
    (text) => gzipSync(text),
    fine,
  ),
  coded(
    'gzip-by-its-old-name',
    'Compresses, and spells the coding in other ways.',
    'X-GZip',
    (text) => gzipSync(text),
    fine,
  ),
  coded(
    'br-unasked',
    'Compresses by Brotli without being asked.',
    'br',
    (text) => brotliCompressSync(text, fastBrotli),
    fine,
  ),
  coded(
    'deflate-raw',
    'Says deflate and leaves the zlib header away, as many do.',
    'deflate',
    (text) => deflateRawSync(text),
    fine,
  ),
  coded(
    'codings-nested',
    'Compresses twice, and says so.',
    'deflate, gzip',
    (text) => gzipSync(deflateSync(text)),
    fine,
  ),
  coded('gzip-bomb', 'Sends half a gigabyte as half a megabyte.', 'gzip', gzipBomb, cutShort),
  coded('br-bomb', 'Sends thirty megabytes as a few bytes, by Brotli.', 'br', brotliBomb, cutShort),
  coded('deflate-bomb', 'Sends thirty megabytes by deflate.', 'deflate', deflateBomb, cutShort),
  coded('bomb-in-a-bomb', 'Packs a bomb twice.', 'gzip, gzip', nestedBomb, cutShort),
  coded(
    'codings-without-number',
    'Names a thousand codings.',
    Array.from({ length: 1000 }, () => 'gzip').join(', '),
    (text) => gzipSync(text),
    notJson,
  ),
  coded('gzip-cut', 'Cuts the compressed content.', 'gzip', (text) => gzipSync(text).subarray(0, -12), notJson),
  coded(
    'gzip-damaged',
    'Damages the compressed content.',
    'gzip',
    (text) => {
      const bytes = gzipSync(text);
      bytes.fill(0xff, 12, 20);
      return bytes;
    },
    notJson,
  ),
  coded('gzip-announced-in-vain', 'Says gzip and sends plain text.', 'gzip', (text) => text, notJson),
  coded('coding-unknown', 'Names the coding zstd and sends something else.', 'zstd', (text) => text, notJson),
  coded(
    'coding-of-controls',
    'Names a coding of quotes and markup.',
    '"><script>alert(1)</script>',
    (text) => text,
    notJson,
  ),
  {
    id: 'latin-1',
    sentence: 'Sends JSON in ISO 8859-1, and says so.',
    answer: (turn) =>
      content(turn, Buffer.from(turn.answer.text.replaceAll('"OK"', '"ÖK"').replaceAll('"EUR"', '"EUR"'), 'latin1'), {
        'content-type': 'application/json; charset=iso-8859-1',
      }),
    fromTheFirst: fine,
  },
  {
    id: 'utf-16',
    sentence: 'Sends JSON in UTF-16.',
    answer: (turn) => content(turn, Buffer.from(`\uFEFF${turn.answer.text}`, 'utf16le')),
    fromTheFirst: notJson,
  },
  {
    id: 'charset-unknown',
    sentence: 'Names a character set that does not exist.',
    answer: (turn) => content(turn, turn.answer.text, { 'content-type': 'application/json; charset=klingon' }),
    fromTheFirst: fine,
  },
  {
    id: 'byte-order-mark',
    sentence: 'Begins every content with a byte order mark.',
    answer: (turn) => content(turn, turn.answer.text === '' ? '' : `\uFEFF${turn.answer.text}`),
    fromTheFirst: { exitCode: 0 },
  },
  {
    id: 'bytes-that-are-no-text',
    sentence: 'Adds a member whose text is not UTF-8.',
    answer: (turn) =>
      content(
        turn,
        Buffer.concat([
          Buffer.from(turn.answer.text.replace(/\}$/, ',"extra":"')),
          Buffer.from(turn.answer.text.endsWith('}') ? [0xc3, 0x28, 0xff, 0xed, 0xa0, 0x80, 0x22, 0x7d] : []),
        ]),
      ),
    fromTheFirst: { exitCode: 0 },
  },
  {
    id: 'large-answers',
    sentence: 'Answers everything with three megabytes of valid JSON.',
    answer: (turn) => {
      const { text } = turn.answer;
      if (!text.endsWith('}')) return content(turn, text);
      return content(turn, `${text.slice(0, -1)},"padding":"${padding()}"}`);
    },
    volume: 40 * 1024 * 1024,
    fromTheFirst: { exitCode: 3, says: /answers of more than 40 MiB/ },
  },
];

const padding = () => once('padding', () => Buffer.alloc(3 * 1024 * 1024, 'x')).toString('latin1');
