/** Misbehaviours of connections: before, in the place of, and after HTTP. */
import type { Socket } from 'node:net';
import { behave, head, type Misbehaviour, send, sendAndStay } from './misbehaviour.ts';

const unreached = { exitCode: 3, says: /was not reached/ } as const;
const incomplete = { exitCode: 1, brokenRequirement: 'answers.complete' } as const;
const both = { fromTheFirst: unreached, later: incomplete } as const;

/** Reads what comes before it does anything, as a server does. */
const afterRequest =
  (act: (socket: Socket) => void): NonNullable<Misbehaviour['connect']> =>
  (socket) => {
    socket.once('data', () => act(socket));
  };

export const connectionMisbehaviours: readonly Misbehaviour[] = [
  {
    id: 'never-answers',
    sentence: 'Takes the request and never says a word.',
    connect: (socket) => socket.resume(),
    slow: true,
    fromTheFirst: { exitCode: 3, says: /no complete answer within \d+ ms/ },
    later: { ...incomplete, says: /no complete answer within \d+ ms/ },
  },
  {
    id: 'answers-too-late',
    sentence: 'Answers when nobody waits any more.',
    answer: (turn) => {
      setTimeout(() => send(turn, head('HTTP/1.1 200 OK', 'Content-Length: 2'), '{}'), 8000).unref();
    },
    slow: true,
    ...both,
  },
  {
    id: 'closes-at-once',
    sentence: 'Closes each connection as it is made.',
    connect: (socket) => socket.resume().end(),
    ...both,
  },
  {
    id: 'resets-at-once',
    sentence: 'Resets each connection as it is made.',
    connect: (socket) => socket.resetAndDestroy(),
    ...both,
  },
  {
    id: 'closes-without-answer',
    sentence: 'Reads the request and closes the connection.',
    connect: afterRequest((socket) => socket.end()),
    ...both,
  },
  {
    id: 'resets-without-answer',
    sentence: 'Reads the request and resets the connection.',
    connect: afterRequest((socket) => socket.resetAndDestroy()),
    ...both,
  },
  {
    id: 'speaks-first',
    sentence: 'Greets like a mail server.',
    connect: (socket) => socket.resume().write('220 mail.example.com ESMTP ready\r\n'),
    fromTheFirst: { exitCode: 3, says: /not a valid HTTP answer/ },
    later: incomplete,
  },
  {
    id: 'speaks-tls',
    sentence: 'Answers a plain request with a TLS alert.',
    connect: afterRequest((socket) => socket.end(Buffer.from([0x15, 0x03, 0x03, 0x00, 0x02, 0x02, 0x46]))),
    fromTheFirst: { exitCode: 3, says: /not a valid HTTP answer/ },
    later: incomplete,
  },
  {
    id: 'speaks-http-2',
    sentence: 'Answers with the settings of HTTP/2.',
    connect: afterRequest((socket) => socket.write(Buffer.from('00000604000000000000040000ffff', 'hex'))),
    fromTheFirst: { exitCode: 3, says: /not a valid HTTP answer/ },
    later: incomplete,
  },
  {
    id: 'speaks-http-2-preface',
    sentence: "Answers with a client's preface of HTTP/2.",
    connect: afterRequest((socket) => socket.end('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n')),
    ...both,
  },
  {
    id: 'speaks-http-0.9',
    sentence: 'Answers with content alone, without any head.',
    connect: afterRequest((socket) => socket.end('{"job":"1","result":"OK","resultcode":"0"}')),
    ...both,
  },
  {
    id: 'echoes-bytes',
    sentence: 'Sends back the bytes of the request, credentials and all.',
    connect: (socket) => socket.pipe(socket),
    ...both,
  },
  {
    id: 'random-bytes',
    sentence: 'Answers with bytes that mean nothing.',
    connect: afterRequest((socket) => {
      let state = 7;
      const bytes = Array.from({ length: 4096 }, () => {
        state = (state * 1103515245 + 12345) % 2147483648;
        return state >> 16;
      });
      socket.end(Buffer.from(bytes.map((byte) => byte & 0xff)));
    }),
    ...both,
  },
  {
    id: 'every-other-answer-reset',
    sentence: 'Resets the connection in the place of every second answer.',
    answer: (turn) => {
      if (turn.count % 2 === 0) turn.socket.resetAndDestroy();
      else behave(turn);
    },
    fromTheFirst: incomplete,
  },
  {
    id: 'closes-idle-connections',
    sentence: 'Closes the connection a moment after each answer, without having said so.',
    answer: (turn) => {
      const { answer, socket } = turn;
      const bytes = Buffer.from(answer.text);
      sendAndStay(
        turn,
        head(
          `HTTP/1.1 ${answer.status} Fine`,
          ...Object.entries(answer.headers).map(([name, value]) => `${name}: ${value}`),
          ...(answer.status === 204 ? [] : [`Content-Length: ${bytes.length}`]),
        ),
        turn.request.method === 'HEAD' ? '' : bytes,
      );
      setTimeout(() => socket.end(), 1).unref();
    },
    fromTheFirst: { exitCode: 0 },
  },
  {
    id: 'gone-for-a-moment',
    sentence: 'Dies half way, and is back after a second with everything it knew.',
    answer: (turn) => {
      if (turn.count === 0) turn.server.vanish(600);
      else behave(turn);
    },
    later: incomplete,
  },
  {
    id: 'gone-for-good',
    sentence: 'Dies half way and does not come back.',
    answer: ({ server }) => server.vanish(600_000),
    later: { ...incomplete, says: /cannot be reached|ended before/ },
  },
];
