/** Freedoms of the way to the wire, and of how much may travel on it. */
import { gzipSync } from 'node:zlib';
import { tooManyRequests } from '../failures.ts';
import { headOnly } from '../rules/answers.ts';
import type { Freedom } from './freedom.ts';

/** Counts requests of the present second, in the server's real time. */
function limiter(perSecond: number) {
  let window = 0;
  let count = 0;
  return () => {
    const second = Math.floor(performance.now() / 1000);
    if (second !== window) {
      window = second;
      count = 0;
    }
    return ++count <= perSecond;
  };
}

export const transportFreedoms = [
  {
    id: 'chunked',
    sentence: 'Answers are chunked, in pieces of 64 bytes.',
    change: ({ transport: { deliver } }) => ({
      transport: {
        deliver: (request, answer, outgoing) => {
          if (answer.text === '' || headOnly(request)) return deliver(request, answer, outgoing);
          const bytes = Buffer.from(answer.text);
          outgoing.writeHead(answer.status, answer.headers);
          for (let start = 0; start < bytes.length; start += 64) outgoing.write(bytes.subarray(start, start + 64));
          outgoing.end();
        },
      },
    }),
  },
  {
    id: 'compressed',
    sentence: 'Answers are compressed where the client accepts it.',
    change: ({ transport: { deliver } }) => ({
      transport: {
        deliver: (request, answer, outgoing) => {
          const accepted = request.headers['accept-encoding'] ?? '';
          const willing = typeof accepted === 'string' && /\bgzip\b/.test(accepted);
          if (!willing || answer.text === '' || headOnly(request)) return deliver(request, answer, outgoing);
          const bytes = gzipSync(answer.text, { level: 1 });
          const headers = { ...answer.headers, 'content-encoding': 'gzip', vary: 'Accept-Encoding' };
          outgoing.writeHead(answer.status, { ...headers, 'content-length': bytes.length }).end(bytes);
        },
      },
    }),
  },
  {
    id: 'connections-closed',
    sentence: 'The connection is closed after each answer.',
    change: ({ transport: { deliver } }) => ({
      transport: {
        deliver: (request, answer, outgoing) =>
          deliver(request, { ...answer, headers: { ...answer.headers, connection: 'close' } }, outgoing),
      },
    }),
  },
  {
    id: 'connections-closed-unannounced',
    sentence: 'A connection is closed a few milliseconds after each answer, and no header says so.',
    change: ({ transport: { deliver } }) => ({
      transport: {
        deliver: (request, answer, outgoing) => {
          const { socket } = outgoing;
          outgoing.once('finish', () => setTimeout(() => socket?.end(), 3));
          deliver(request, answer, outgoing);
        },
      },
    }),
  },
  {
    id: 'rate-limited',
    sentence: 'More than 400 requests in one second are refused with 429, and Retry-After says when to come back.',
    change: () => {
      const admitted = limiter(400);
      return { traffic: { admit: () => (admitted() ? undefined : tooManyRequests(1)) } };
    },
  },
  {
    id: 'rate-limited-silently',
    sentence: 'More than 400 requests in one second are refused with 429, and nothing says when to come back.',
    change: () => {
      const admitted = limiter(400);
      return { traffic: { admit: () => (admitted() ? undefined : tooManyRequests()) } };
    },
  },
  {
    id: 'slow',
    sentence: 'Each request waits 5 to 40 milliseconds.',
    change: () => ({ traffic: { latencyMs: ({ world }) => 5 + world.random.fraction() * 35 } }),
  },
  {
    id: 'early-hints',
    sentence: 'An informational 103 comes before each answer.',
    change: ({ transport: { deliver } }) => ({
      transport: {
        deliver: (request, answer, outgoing) => {
          outgoing.writeEarlyHints({ link: '</docs>; rel=help' });
          deliver(request, answer, outgoing);
        },
      },
    }),
  },
  {
    id: 'connections-lost-sometimes',
    sentence: 'The network loses one in forty reads and keyed calls before the server sees them.',
    change: ({ transport: { drops } }) => ({
      transport: {
        drops: (request) => {
          const repeatable = request.method === 'GET' || request.headers['idempotency-key'] !== undefined;
          return (repeatable && request.world.random.fraction() < 1 / 40) || drops(request);
        },
      },
    }),
  },
] as const satisfies readonly Freedom[];
