/** From a request to the bytes of its answer, within bounds, and what it means when they do not come. */
import { type buildConnector, buildConnector as connectorFor, type Pool } from 'undici';
import type { TransportProblem } from '../failures.ts';
import type { HeaderField } from '../report/model.ts';
import type { SentRequest } from './answer.ts';
import type { Deadline } from './deadline.ts';
import { largestContent, TooLarge } from './decode.ts';
import { Permits } from './permits.ts';

/** What has been read of an answer so far. */
export interface Received {
  /** 0 as long as no head has come. */
  status: number;
  headers: HeaderField[];
  chunks: Buffer[];
  size: number;
}

/** Content up to this size, in bytes, is read whatever else is under way. */
const smallContent = 1024 * 1024;
/** How many larger ones are read at once: the run has to fit into memory whatever a server sends. */
const largeAtOnce = 2;

/** No complete answer came; the cause says why. */
export class NoAnswer extends Error {
  constructor(cause: unknown) {
    super('no complete answer', { cause });
  }
}

/** Reads answers for one run. */
export class Receiver {
  private readonly large = new Permits(largeAtOnce);

  /** Sends a request and reads its answer to the end, into `received`. Call `release` when its bytes are no longer needed. Throws NoAnswer. */
  async receive(
    pool: Pool,
    sent: SentRequest,
    deadline: Deadline,
    received: Received,
  ): Promise<{ release: () => void }> {
    let release = () => {};
    try {
      const response = await pool.request({
        // undici's type lists the registered methods; any token is sent.
        method: sent.method as 'GET',
        path: sent.path,
        headers: sent.headers.flat(),
        body: sent.body ?? null,
        responseHeaders: 'raw',
        signal: deadline.signal,
        headersTimeout: 0,
        bodyTimeout: 0,
      });
      received.status = response.statusCode;
      received.headers = pairs(response.headers);
      let isLarge = false;
      for await (const chunk of response.body as AsyncIterable<Buffer>) {
        received.size += chunk.length;
        if (received.size > largestContent) throw new TooLarge();
        received.chunks.push(chunk);
        if (isLarge || received.size <= smallContent) continue;
        isLarge = true;
        // It is the run that makes it wait.
        deadline.pause();
        release = await this.large.take();
        deadline.resume();
      }
      return { release };
    } catch (error) {
      release();
      throw new NoAnswer(error);
    }
  }
}

/** Raw headers come as a flat array of names and values; undici's type does not say so. */
function pairs(raw: unknown): HeaderField[] {
  const flat = Array.isArray(raw)
    ? raw.map((part: unknown) => (Buffer.isBuffer(part) ? part.toString('latin1') : String(part)))
    : [];
  const fields: HeaderField[] = [];
  for (let index = 0; index + 1 < flat.length; index += 2) fields.push([flat[index] ?? '', flat[index + 1] ?? '']);
  return fields;
}

const interim = Buffer.from('HTTP/1.1 100');

/**
 * Makes connections that pass over `100 Continue`: a client has to bear one that it did not ask for (RFC 9110 §15.2), and
 * undici does not.
 */
export function connector(): buildConnector.connector {
  const connect = connectorFor({ timeout: 0 });
  return (options, callback) =>
    connect(options, (...made) => {
      // Of a connection that failed there is only the error.
      const [, socket] = made as readonly [Error | null, (typeof made)[1] | undefined];
      if (socket !== null && socket !== undefined) {
        const read = socket.read.bind(socket);
        socket.read = (size?: number) => withoutContinue(read, read(size));
      }
      callback(...made);
    });
}

function withoutContinue(read: () => unknown, chunk: unknown): unknown {
  if (!Buffer.isBuffer(chunk) || !chunk.subarray(0, interim.length).equals(interim)) return chunk;
  const end = chunk.indexOf('\r\n\r\n');
  if (end < 0) return chunk;
  const rest = chunk.subarray(end + 4);
  return withoutContinue(read, rest.length === 0 ? read() : rest);
}

const unreachable = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);
const dropped = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET', 'ECONNABORTED']);

/** What an error of the connection means. */
export function problemOf(error: unknown): TransportProblem {
  if (error instanceof TooLarge) return 'too-large';
  const code = codeOf(error) ?? '';
  if (unreachable.has(code) || isUntrusted(error)) return 'unreachable';
  return dropped.has(code) ? 'dropped' : 'protocol';
}

/** Whether the server's certificate was not accepted. */
export function isUntrusted(error: unknown): boolean {
  return /CERT|SELF_SIGNED|UNABLE_TO_VERIFY/.test(codeOf(error) ?? '');
}

/** The code of an error or of what caused it. */
export function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if ('code' in error && typeof error.code === 'string') return error.code;
  return error.cause === undefined ? undefined : codeOf(error.cause);
}
