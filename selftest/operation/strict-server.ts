/** A server in front of the sandbox that limits the rate, is slow and loses connections, and counts what arrives. */
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How strict it is; 0 leaves a thing out. */
export interface Strictness {
  /** Requests in any one second; more are refused with 429. */
  readonly perSecond?: number;
  /** Every nth request is refused with 429, whenever it comes. */
  readonly refusesEvery?: number;
  /** Every nth read or keyed call is lost before anything sees it. */
  readonly lostEvery?: number;
  /** Before each request is looked at. */
  readonly latencyMs?: number;
}

/** What it counted. */
interface Counted {
  requests: number;
  refused: number;
  lost: number;
  /** Times at which the client was told to wait, and what came before each was over. */
  pauses: number;
  inPauses: number;
  highestRate: number;
  highestConcurrency: number;
}

/** A running one. */
export interface StrictServer {
  readonly url: string;
  readonly counted: Counted;
  close(): Promise<void>;
}

/** Starts it on the loopback interface. */
export async function startStrictServer(behind: string, strictness: Strictness): Promise<StrictServer> {
  const { perSecond = 0, refusesEvery = 0, lostEvery = 0, latencyMs = 0 } = strictness;
  const counted: Counted = {
    requests: 0,
    refused: 0,
    lost: 0,
    pauses: 0,
    inPauses: 0,
    highestRate: 0,
    highestConcurrency: 0,
  };
  const arrivals: number[] = [];
  const admitted: number[] = [];
  let open = 0;
  let repeatable = 0;
  let waitUntil = 0;
  const server = createServer((incoming, outgoing) => {
    const now = performance.now();
    counted.requests += 1;
    counted.highestRate = Math.max(counted.highestRate, inLastSecond(arrivals, now));
    open += 1;
    counted.highestConcurrency = Math.max(counted.highestConcurrency, open);
    outgoing.once('close', () => {
      open -= 1;
    });
    if (now < waitUntil) counted.inPauses += 1;
    if (perSecond > 0 && admitted.filter((at) => at > now - 1000).length >= perSecond) {
      counted.refused += 1;
      if (now >= waitUntil) counted.pauses += 1;
      waitUntil = now + 1000;
      refuse(incoming, outgoing);
      return;
    }
    if (refusesEvery > 0 && counted.requests % refusesEvery === 0) {
      counted.refused += 1;
      refuse(incoming, outgoing);
      return;
    }
    admitted.push(now);
    const mayBeLost = incoming.method === 'GET' || incoming.headers['idempotency-key'] !== undefined;
    if (mayBeLost) repeatable += 1;
    if (mayBeLost && lostEvery > 0 && repeatable % lostEvery === 0) {
      counted.lost += 1;
      incoming.socket.destroy();
      return;
    }
    setTimeout(() => forward(behind, incoming, outgoing), latencyMs);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/api`,
    counted,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function inLastSecond(arrivals: number[], now: number): number {
  arrivals.push(now);
  while ((arrivals[0] ?? now) <= now - 1000) arrivals.shift();
  return arrivals.length;
}

function refuse(incoming: IncomingMessage, outgoing: ServerResponse): void {
  incoming.resume();
  const body = JSON.stringify({ code: 429, message: 'Too many requests', name: 'ClientError', type: 'ERR' });
  outgoing.writeHead(429, { 'content-type': 'application/json', 'retry-after': '1' }).end(body);
}

function forward(behind: string, incoming: IncomingMessage, outgoing: ServerResponse): void {
  const { hostname, port } = new URL(behind);
  const { method, url: path, rawHeaders } = incoming;
  const onward = request({ hostname, port, method, path, headers: rawHeaders, agent: false }, (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
    answer.pipe(outgoing);
  });
  onward.on('error', () => outgoing.destroy());
  incoming.pipe(onward);
}
