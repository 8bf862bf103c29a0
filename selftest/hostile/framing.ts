/** Misbehaviours of framing: where a message ends, and whether it ever does. */
import { drip, flood, headOf, type Misbehaviour, send, sendAndStay } from './misbehaviour.ts';

/** A head came: the server was reached, and its answer never was complete. */
const cutShort = { exitCode: 1, brokenRequirement: 'answers.complete' } as const;
/** Not even a head came. */
const noAnswer = {
  fromTheFirst: { exitCode: 3, says: /not a valid HTTP answer/ },
  later: { exitCode: 1, brokenRequirement: 'answers.complete' },
} as const;

const chunked = 'Transfer-Encoding: chunked';
const lengthOf = (text: string) => Buffer.byteLength(text);

export const framingMisbehaviours: readonly Misbehaviour[] = [
  {
    id: 'length-too-large',
    sentence: 'Announces more content than it sends, and closes.',
    answer: (turn) => send(turn, headOf(turn, `Content-Length: ${lengthOf(turn.answer.text) + 7}`), turn.answer.text),
    fromTheFirst: cutShort,
  },
  {
    id: 'length-too-large-and-waits',
    sentence: 'Announces more content than it sends, and leaves the connection open.',
    answer: (turn) =>
      sendAndStay(turn, headOf(turn, `Content-Length: ${lengthOf(turn.answer.text) + 7}`), turn.answer.text),
    slow: true,
    fromTheFirst: cutShort,
  },
  {
    id: 'length-too-small',
    sentence: 'Sends more content than it announces.',
    answer: (turn) => send(turn, headOf(turn, 'Content-Length: 5'), turn.answer.text.padEnd(9)),
    fromTheFirst: { exitCode: 1, brokenRequirement: 'answers.json-content' },
  },
  {
    id: 'length-negative',
    sentence: 'Announces a negative length.',
    answer: (turn) => send(turn, headOf(turn, 'Content-Length: -5'), turn.answer.text),
    fromTheFirst: noAnswer.fromTheFirst,
  },
  {
    id: 'length-not-a-number',
    sentence: 'Announces a length in words.',
    answer: (turn) => send(turn, headOf(turn, 'Content-Length: many'), turn.answer.text),
    fromTheFirst: noAnswer.fromTheFirst,
  },
  {
    id: 'length-beyond-numbers',
    sentence: 'Announces a length that fits into no integer.',
    answer: (turn) => send(turn, headOf(turn, 'Content-Length: 99999999999999999999999'), turn.answer.text),
    fromTheFirst: noAnswer.fromTheFirst,
  },
  {
    id: 'two-lengths',
    sentence: 'Announces two lengths that contradict each other.',
    answer: (turn) => send(turn, headOf(turn, 'Content-Length: 5', 'Content-Length: 7'), turn.answer.text),
    ...noAnswer,
  },
  {
    id: 'length-list',
    sentence: 'Announces two lengths in one field.',
    answer: (turn) => send(turn, headOf(turn, 'Content-Length: 5, 7'), turn.answer.text),
    fromTheFirst: noAnswer.fromTheFirst,
  },
  {
    id: 'length-and-chunked',
    sentence: 'Announces a length and chunks.',
    answer: (turn) => send(turn, headOf(turn, 'Content-Length: 5', chunked), `2\r\n{}\r\n0\r\n\r\n`),
    ...noAnswer,
  },
  {
    id: 'chunk-size-not-hexadecimal',
    sentence: 'Announces the size of a chunk in words.',
    answer: (turn) => send(turn, headOf(turn, chunked), `two\r\n{}\r\n0\r\n\r\n`),
    fromTheFirst: cutShort,
  },
  {
    id: 'chunk-size-beyond-numbers',
    sentence: 'Announces a chunk larger than any integer.',
    answer: (turn) => send(turn, headOf(turn, chunked), `fffffffffffffffff\r\n{}\r\n0\r\n\r\n`),
    fromTheFirst: cutShort,
  },
  {
    id: 'chunk-longer-than-its-size',
    sentence: 'Sends a chunk that is longer than its size.',
    answer: (turn) => send(turn, headOf(turn, chunked), `2\r\n{"job":"1"}\r\n0\r\n\r\n`),
    fromTheFirst: cutShort,
  },
  {
    id: 'chunks-cut',
    sentence: 'Closes the connection before the last chunk.',
    answer: (turn) => send(turn, headOf(turn, chunked), `2\r\n{}\r\n`),
    fromTheFirst: cutShort,
  },
  {
    id: 'chunks-without-end',
    sentence: 'Never sends the last chunk and leaves the connection open.',
    answer: (turn) => sendAndStay(turn, headOf(turn, chunked), `2\r\n{}\r\n`),
    slow: true,
    fromTheFirst: cutShort,
  },
  {
    id: 'chunk-extension-without-end',
    sentence: 'Sends a chunk extension that never ends.',
    answer: (turn) => {
      sendAndStay(turn, headOf(turn, chunked), '2;x=');
      flood(turn, Buffer.alloc(65536, 'x'));
    },
    slow: true,
    fromTheFirst: cutShort,
  },
  {
    id: 'trailers-without-end',
    sentence: 'Sends trailer fields that never end.',
    answer: (turn) => {
      sendAndStay(turn, headOf(turn, chunked), '2\r\n{}\r\n0\r\n');
      flood(turn, Buffer.from('X-Trailer: more\r\n'.repeat(2000)));
    },
    slow: true,
    fromTheFirst: cutShort,
  },
  {
    id: 'content-without-end',
    sentence: 'Sends content as fast as it can, for ever.',
    answer: (turn) => {
      sendAndStay(turn, headOf(turn), '["');
      flood(turn, Buffer.alloc(65536, 'x'));
    },
    slow: true,
    fromTheFirst: { ...cutShort, says: /longer than|no complete answer/ },
  },
  {
    id: 'content-dripped',
    sentence: 'Sends the content a byte at a time, slower than anybody waits.',
    answer: (turn) => {
      sendAndStay(turn, headOf(turn, `Content-Length: ${lengthOf(turn.answer.text)}`));
      drip(turn, turn.answer.text, 100);
    },
    slow: true,
    fromTheFirst: cutShort,
  },
  {
    id: 'everything-dripped',
    sentence: 'Sends the head a byte at a time, slower than anybody waits.',
    answer: (turn) => drip(turn, headOf(turn, 'Content-Length: 2'), 100),
    slow: true,
    fromTheFirst: { exitCode: 3, says: /no complete answer within/ },
    later: cutShort,
  },
  {
    id: 'closes-after-the-head',
    sentence: 'Sends the head and closes.',
    answer: (turn) => send(turn, headOf(turn, 'Content-Length: 200')),
    fromTheFirst: cutShort,
  },
  {
    id: 'resets-in-the-content',
    sentence: 'Resets the connection in the middle of the content.',
    answer: (turn) => {
      sendAndStay(turn, headOf(turn, 'Content-Length: 200'), '{"job":');
      setTimeout(() => turn.socket.resetAndDestroy(), 20);
    },
    fromTheFirst: cutShort,
  },
  {
    id: 'content-ends-with-the-connection',
    sentence: 'Announces no length and closes the connection where the content ends, as RFC 9112 §6.3 allows.',
    answer: (turn) => {
      const { answer, request } = turn;
      const none = request.method === 'HEAD' || answer.status === 204;
      send(turn, headOf(turn), none ? '' : Buffer.from(answer.text));
    },
    fromTheFirst: { exitCode: 0 },
  },
  {
    id: 'content-with-204',
    sentence: 'Answers 204 and sends content all the same.',
    answer: (turn) =>
      send(turn, `HTTP/1.1 204 No Content\r\nDate: ${new Date().toUTCString()}\r\n\r\n`, turn.answer.text),
    fromTheFirst: { exitCode: 1 },
  },
  {
    id: 'answered-twice',
    sentence: 'Sends every answer two times, the second where the answer of the next request is expected.',
    answer: (turn) => {
      const bytes = Buffer.from(turn.answer.text);
      const one = [headOf(turn, `Content-Length: ${bytes.length}`), bytes];
      sendAndStay(turn, ...one, ...one);
    },
    // The surplus is thrown away with its connection.
    fromTheFirst: { exitCode: 0 },
  },
];
