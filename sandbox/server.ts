/**
 * The API server: bytes in, bytes out. It stands on node:http with Hono's router rather than on a whole framework,
 * because the transport faults and freedoms need the socket, and because every request, however odd, has to get the
 * documented error object.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { ApiRequest, Failure } from './call.ts';
import { failure, serverError } from './failures.ts';
import { finish } from './finish.ts';
import { handle } from './handle.ts';
import { basePath, findRoute } from './routes.ts';
import { errorObject } from './rules/answers.ts';
import type { Rules } from './rules.ts';
import type { RequestCounter } from './statistics.ts';
import type { World } from './world.ts';

/** What the server stands on at a given moment; all of it may be exchanged between two requests. */
export interface Standing {
  readonly world: World;
  readonly rules: Rules;
  readonly counter: RequestCounter;
}

/** Bytes of a body that is too large which are still read and thrown away, so that the answer can be read. */
const drainLimit = 64 * 1024 * 1024;
const nothing = Buffer.alloc(0);

/** A server for the API that asks `standing` anew for each request. */
export function createApiServer(standing: () => Standing): Server {
  const server = createServer({ keepAliveTimeout: 65_000, requestTimeout: 60_000 }, (incoming, outgoing) => {
    void serve(standing(), incoming, outgoing);
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    refuseUnparsed(standing().rules, error.code, socket);
  });
  server.on('connect', (_incoming, socket: Socket) => {
    endWith(socket, failure(405, 'ERR_METHOD_NOT_ALLOWED', 'This server is no proxy'));
  });
  return server;
}

async function serve(
  { world, rules, counter }: Standing,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  counter.began();
  outgoing.on('close', counter.ended);
  let request = describe(world, rules, incoming);
  try {
    const content = await readContent(incoming, rules.content.limit);
    if (content !== nothing) {
      request = { ...request, content: content ?? nothing, contentTooLarge: content === undefined };
    }
    const latencyMs = rules.traffic.latencyMs(request);
    if (latencyMs > 0) await pause(latencyMs);
    await rules.traffic.held(request);
    if (rules.transport.drops(request)) {
      incoming.socket.destroy();
      return;
    }
    const answer = await handle(request);
    counter.answered(request.operation, answer.status);
    if (!outgoing.destroyed) rules.transport.deliver(request, answer, outgoing);
  } catch (error) {
    if (outgoing.headersSent || incoming.destroyed) outgoing.destroy();
    else rules.transport.deliver(request, finish(request, serverError), outgoing);
    if (!incoming.destroyed) console.error(error);
  }
}

/** What can be said of a request before its body is read. */
function describe(world: World, rules: Rules, incoming: IncomingMessage): ApiRequest {
  const method = incoming.method ?? 'GET';
  const target = (incoming.url ?? '/').replace(/^https?:\/\/[^/?#]*/i, '');
  const question = target.indexOf('?');
  const path = rules.routing.path(question < 0 ? target : target.slice(0, question));
  const found = path.startsWith(basePath) ? findRoute(path) : undefined;
  const reference = found === undefined ? '' : rules.routing.reference(found.parameter);
  const operations = found?.route.operations;
  const named = operations?.get(method === 'HEAD' ? 'GET' : method);
  const [first] = operations?.values() ?? [];
  return {
    world,
    rules,
    method,
    path,
    search: question < 0 ? '' : target.slice(question + 1),
    headers: incoming.headers,
    rawHeaders: incoming.rawHeaders,
    route: reference === undefined ? undefined : found?.route,
    operation: (reference === undefined ? undefined : (named ?? first)) ?? 'unknownRoute',
    methodFits: named !== undefined,
    reference: reference ?? '',
    content: nothing,
    contentTooLarge: false,
  };
}

/** The body, or undefined where it is larger than the limit. */
function readContent(incoming: IncomingMessage, limit: number): Promise<Buffer | undefined> | Buffer {
  const { headers } = incoming;
  if (headers['content-length'] === undefined && headers['transfer-encoding'] === undefined) return nothing;
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    incoming.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limit) chunks.push(chunk);
      else if (size > drainLimit) incoming.destroy();
    });
    incoming.on('end', () =>
      resolve(size > limit ? undefined : chunks.length === 1 ? chunks[0] : Buffer.concat(chunks)),
    );
    incoming.on('error', reject);
    incoming.on('close', () => reject(new Error('The client went away')));
  });
}

/** Answers what the HTTP parser could not read, in the shape of every other error. */
function refuseUnparsed(rules: Rules, code: string | undefined, socket: Socket): void {
  if (!socket.writable || code === 'ECONNRESET') socket.destroy();
  else if (code === 'HPE_INVALID_METHOD') endWith(socket, rules.routing.unknownMethod());
  else if (code === 'HPE_HEADER_OVERFLOW') endWith(socket, failure(431, 'ERR_HEADERS_TOO_LARGE', 'Too many headers'));
  else if (code === 'ERR_HTTP_REQUEST_TIMEOUT')
    endWith(socket, failure(408, 'ERR_TIMEOUT', 'The request is incomplete'));
  else endWith(socket, failure(400, 'ERR_INVALID_REQUEST', 'The request is not HTTP'));
}

function endWith(socket: Socket, refusal: Failure): void {
  const text = JSON.stringify(errorObject(refusal, refusal.status));
  const reasons: Record<number, string> = { 400: 'Bad Request', 405: 'Method Not Allowed', 408: 'Request Timeout' };
  socket.end(
    [
      `HTTP/1.1 ${refusal.status} ${reasons[refusal.status] ?? 'Refused'}`,
      `Date: ${new Date().toUTCString()}`,
      'Content-Type: application/json; charset=utf-8',
      `Content-Length: ${Buffer.byteLength(text)}`,
      'Connection: close',
      '',
      text,
    ].join('\r\n'),
  );
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}
