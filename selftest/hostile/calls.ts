/** Misbehaviours between calls: answers of others, refusals without end, limits of rate, chaos. */
import { behave, content, head, type Misbehaviour, send } from './misbehaviour.ts';
import type { Turn } from './server.ts';

const error = (status: number) =>
  JSON.stringify({ code: status, message: 'no', name: status < 500 ? 'ClientError' : 'ServerError', type: 'ERR_NO' });

/** Every request is answered with one status. */
const always = (
  id: string,
  sentence: string,
  status: number,
  fromTheFirst: Misbehaviour['fromTheFirst'],
): Misbehaviour => ({
  id,
  sentence,
  answer: (turn) => refuse(turn, status),
  ...(fromTheFirst === undefined ? {} : { fromTheFirst }),
});

function refuse({ outgoing, request }: Turn, status: number, headers: Readonly<Record<string, string>> = {}): void {
  const text = error(status);
  const challenge = status === 401 ? { 'www-authenticate': 'Basic realm="x"' } : {};
  outgoing.writeHead(status, {
    'content-type': 'application/json',
    'content-length': text.length,
    ...challenge,
    ...headers,
  });
  outgoing.end(request.method === 'HEAD' ? undefined : text);
}

const limited = (id: string, sentence: string, retryAfter: string | undefined): Misbehaviour => ({
  id,
  sentence,
  answer: (turn) => refuse(turn, 429, retryAfter === undefined ? {} : { 'retry-after': retryAfter }),
  waitBudgetMs: 400,
  fromTheFirst: { exitCode: 3, says: /asks to wait|refused with 429/ },
});

const previous = new WeakMap<object, string>();

export const callMisbehaviours: readonly Misbehaviour[] = [
  {
    id: 'answers-of-another-request',
    sentence: 'Answers each request with the content of the one before.',
    answer: (turn) => {
      const text = previous.get(turn.server) ?? turn.answer.text;
      previous.set(turn.server, turn.answer.text);
      content(turn, text);
    },
    fromTheFirst: { exitCode: 1 },
  },
  {
    id: 'one-answer-to-all-reads',
    sentence: 'Answers reads with whatever was read first.',
    answer: (turn) => {
      if (turn.request.method !== 'GET' || turn.answer.status !== 200) return behave(turn);
      const text = previous.get(turn.server.seen) ?? turn.answer.text;
      previous.set(turn.server.seen, text);
      content(turn, text);
    },
    fromTheFirst: { exitCode: 1, brokenRequirement: 'create-invoice.belongs-to-its-identity' },
  },
  always('always-200', 'Answers 200 to everything.', 200, {
    exitCode: 1,
    brokenRequirement: 'authentication.missing-credentials-refused',
  }),
  always('always-401', 'Answers 401 to everything.', 401, { exitCode: 3, says: /refused the credentials/ }),
  always('always-403', 'Answers 403 to everything.', 403, {
    exitCode: 1,
    brokenRequirement: 'operation.valid-request-succeeds',
  }),
  always('always-404', 'Answers 404 to everything.', 404, {
    exitCode: 1,
    brokenRequirement: 'operation.valid-request-succeeds',
  }),
  always('always-500', 'Answers 500 to everything.', 500, { exitCode: 1 }),
  always('always-503', 'Answers 503 to everything.', 503, { exitCode: 1 }),
  limited('limited-without-end', 'Answers 429 to everything.', undefined),
  limited('limited-for-no-time', 'Answers 429 to everything and asks to wait no time.', '0'),
  limited('limited-for-a-year', 'Answers 429 and asks to wait a year.', '31536000'),
  limited(
    'limited-until-a-date',
    'Answers 429 and asks to come back on a day in 2099.',
    'Fri, 31 Dec 2099 23:59:59 GMT',
  ),
  limited('limited-until-yesterday', 'Answers 429 and asks to come back in 1999.', 'Fri, 31 Dec 1999 23:59:59 GMT'),
  limited('limited-for-less-than-nothing', 'Answers 429 and asks to wait minus five seconds.', '-5'),
  limited('limited-in-words', 'Answers 429 and asks to wait a bit.', 'a bit'),
  limited('limited-beyond-numbers', 'Answers 429 and asks to wait longer than any number.', '9'.repeat(400)),
  {
    id: 'chaos',
    sentence: 'Does something else wrong each time.',
    answer: (turn) => {
      const ways: readonly ((turn: Turn) => void)[] = [
        behave,
        (one) => one.socket.resetAndDestroy(),
        (one) => content(one, '{"truncated":'),
        behave,
        (one) => refuse(one, 500),
        (one) => send(one, 'nonsense\r\n\r\n'),
        behave,
        (one) => send(one, head('HTTP/1.1 200 OK', 'Content-Length: 9'), '{}'),
        (one) => refuse(one, 418),
      ];
      ways[turn.count % ways.length]?.(turn);
    },
    later: { exitCode: 1 },
  },
];
