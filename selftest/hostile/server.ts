/**
 * A server that misbehaves on purpose. It is the sandbox, which keeps every promise, with one layer over the wire: what
 * leaves it, or what is done to a connection before HTTP is spoken, is in the hands of one misbehaviour.
 */
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import type { Answer, ApiRequest } from '../../sandbox/call.ts';
import { realClock } from '../../sandbox/clock.ts';
import type { Account } from '../../sandbox/model.ts';
import { basePath } from '../../sandbox/routes.ts';
import { defaultRules, withChange } from '../../sandbox/rules.ts';
import { createApiServer } from '../../sandbox/server.ts';
import { requestCounter } from '../../sandbox/statistics.ts';
import { emptyWorld } from '../../sandbox/world.ts';
import type { Misbehaviour } from './misbehaviour.ts';

/** One answer about to leave the server. */
export interface Turn {
  readonly request: ApiRequest;
  /** What a server that behaves would answer. */
  readonly answer: Answer;
  readonly outgoing: ServerResponse;
  readonly socket: Socket;
  /** Counts the answers that were misbehaved about, from 0. */
  readonly count: number;
  readonly server: HostileServer;
}

/** A hostile server under way. */
export interface HostileServer {
  readonly url: string;
  readonly port: number;
  readonly accounts: readonly Account[];
  /** What reached the server, for what must never reach it. */
  readonly seen: { requests: number; readonly cookies: string[]; connections: number };
  /** The server is gone for a while: nothing listens on its port. */
  vanish(ms: number): void;
  /** Open connections now. */
  connections(): Promise<number>;
  close(): Promise<void>;
}

/** Passwords that no list of spellings was written for. */
export const oddAccounts: readonly Account[] = [
  { username: 'merchant', password: 'Gr%nz: "wert" & <Übermut> \\o/ 100%+' },
  { username: 'second', password: "It's/another=secret;{[€]}" },
];

/** How many requests are answered as they should be before a server that turns hostile later does so. */
const calmAnswers = 12;

/** Starts a hostile server on the loopback interface. It misbehaves from the first request, or `later`. */
export async function startHostile(
  misbehaviour: Misbehaviour,
  { later = false, accounts = oddAccounts }: { later?: boolean; accounts?: readonly Account[] } = {},
): Promise<HostileServer> {
  const clock = realClock();
  const world = emptyWorld(accounts, clock, 1);
  const counter = requestCounter();
  const timers = new Set<NodeJS.Timeout>();
  let answered = 0;
  let count = 0;
  let closed = false;
  const { deliver } = defaultRules.transport;
  const isCalm = () => later && answered < calmAnswers;
  const rules = withChange(defaultRules, {
    transport: {
      deliver(request, answer, outgoing) {
        server.seen.requests += 1;
        if (request.headers.cookie !== undefined) server.seen.cookies.push(request.headers.cookie);
        const { socket } = outgoing;
        answered += 1;
        if (later && answered <= calmAnswers) {
          // Else a connection that was made in time would be served to the end.
          const once = misbehaviour.connect === undefined ? {} : { connection: 'close' };
          return deliver(request, { ...answer, headers: { ...answer.headers, ...once } }, outgoing);
        }
        if (misbehaviour.answer === undefined || socket === null) return deliver(request, answer, outgoing);
        misbehaviour.answer({ request, answer, outgoing, socket, count, server });
        count += 1;
      },
    },
  });
  const api = createApiServer(() => ({ world, rules, counter }));
  const sockets = new Set<Socket>();
  const listener: Server = createServer((socket) => {
    server.seen.connections += 1;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    const serves = misbehaviour.connect === undefined || isCalm() || misbehaviour.connect(socket, server) === 'serve';
    if (serves) api.emit('connection', socket);
  });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const { port } = listener.address() as AddressInfo;
  const server: HostileServer = {
    url: `http://127.0.0.1:${port}${basePath}`,
    port,
    accounts,
    seen: { requests: 0, cookies: [], connections: 0 },
    vanish(ms) {
      listener.close();
      for (const socket of sockets) socket.destroy();
      const timer = setTimeout(() => {
        if (!closed) listener.listen(port, '127.0.0.1');
      }, ms);
      timers.add(timer);
    },
    connections: () => new Promise((resolve) => listener.getConnections((_error, open) => resolve(open ?? 0))),
    async close() {
      closed = true;
      for (const timer of timers) clearTimeout(timer);
      clock.clear();
      for (const socket of sockets) socket.destroy();
      api.close();
      if (listener.listening) await new Promise<void>((resolve) => listener.close(() => resolve()));
    },
  };
  return server;
}
