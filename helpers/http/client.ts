/** One request, one complete answer: bytes go out as they are given, and nothing the server does can hang the caller. */
import { Pool } from 'undici';
import type { OperationId } from '../../contracts/operations.ts';
import { TransportFailed, type TransportProblem } from '../failures.ts';
import { curlLine } from '../report/curl.ts';
import type { HeaderField, RecordedExchange } from '../report/model.ts';
import { type Answer, headerOf, type SentRequest } from './answer.ts';
import { largestContent, readJson, removeCoding } from './decode.ts';
import { authorizationRedactor, type Credentials } from './redaction.ts';

/** A request as a check wants it on the wire. */
export interface Call {
  readonly operation: OperationId;
  readonly method: string;
  /** Below the base URL, already percent-encoded, with its query: sent as it stands. */
  readonly path: string;
  readonly headers: readonly HeaderField[];
  readonly body: string | Buffer | undefined;
  /** What the check is doing, for the report. */
  readonly note?: string;
  /** The one member of the body that is wrong, where there is one. */
  readonly memberAtFault?: string;
  /** No rule for every answer looks at the answer. */
  readonly unjudged?: true;
}

/** What a client needs to know of its target. */
export interface ClientOptions {
  /** Base URL up to and including `/api`. */
  readonly url: URL;
  readonly timeoutMs: number;
  readonly redact: (text: string) => string;
  /** Accounts whose `Authorization` value is masked and written as an environment variable in curl lines. */
  readonly accounts: readonly Credentials[];
}

/** Takes each exchange as it ends; the answer is absent where none came. */
export type ExchangeListener = (exchange: RecordedExchange, answer: Answer | undefined) => void;

/** How much of a content is kept in reports, in characters. */
const keptContent = 64 * 1024;

/** How long a connection may be idle before it is given up, in ms: less than any server waits that waits at all. */
const longestIdleMs = 300;

/** Sends requests to one origin and to no other; redirects are answers like any other and never followed. */
export class Client {
  private readonly options: ClientOptions;
  /** Connections that are used again soon after; a handshake for each request would be a burden on a distant server. */
  private readonly reused: Pool;
  /** Connections of one request each. */
  private readonly fresh: Pool;
  /**
   * The server was seen to close idle connections without announcing it. It may do so just as a request leaves, and then
   * nobody knows whether the call was carried out: from then on, calls that change something get a connection of their own.
   */
  private closesIdle = false;
  private readonly redactAuthorization: (value: string) => string;

  constructor(options: ClientOptions) {
    this.options = options;
    this.reused = new Pool(options.url.origin, {
      pipelining: 1,
      keepAliveTimeout: longestIdleMs,
      keepAliveMaxTimeout: longestIdleMs,
      connectTimeout: 0,
    });
    this.fresh = new Pool(options.url.origin, { pipelining: 0, connectTimeout: 0 });
    this.reused.on('disconnect', (_origin, _targets, error) => {
      if (codeOf(error) === 'UND_ERR_SOCKET') this.closesIdle = true;
    });
    this.redactAuthorization = authorizationRedactor(options.accounts, options.redact);
  }

  /**
   * Sends one request and reads its answer to the end. A read is repeated once when a reused connection was closed, since
   * it can be; what changes something is not. Throws TransportFailed when no complete answer came.
   */
  async send(call: Call, listen: ExchangeListener): Promise<Answer> {
    const reads = call.method === 'GET' || call.method === 'HEAD';
    if (!reads) return this.attempt(call, this.closesIdle ? this.fresh : this.reused, listen);
    try {
      return await this.attempt(call, this.reused, listen);
    } catch (error) {
      if (!(error instanceof TransportFailed) || error.problem !== 'dropped') throw error;
      return this.attempt(call, this.fresh, listen);
    }
  }

  /** Closes every connection, those of unfinished requests too. */
  async close(): Promise<void> {
    await Promise.all([this.reused.destroy(), this.fresh.destroy()]);
  }

  private async attempt(call: Call, pool: Pool, listen: ExchangeListener): Promise<Answer> {
    const path = `${this.options.url.pathname.replace(/\/$/, '')}${call.path}`;
    const sent: SentRequest = { method: call.method, path, headers: call.headers, body: call.body };
    const startedAt = new Date();
    const start = performance.now();
    const received: Received = { status: 0, headers: [], chunks: [], size: 0 };
    const deadline = new AbortController();
    const timer = setTimeout(() => deadline.abort(), this.options.timeoutMs);
    try {
      await receive(pool, sent, deadline.signal, received);
    } catch (error) {
      const problem = deadline.signal.aborted ? 'timeout' : problemOf(error);
      const message = this.describe(problem, error);
      const exchange = this.record(call, sent, startedAt, performance.now() - start, undefined, message);
      listen(exchange, undefined);
      throw new TransportFailed(`${call.method} ${call.path}: ${message}`, problem, call.operation, exchange);
    } finally {
      clearTimeout(timer);
    }
    const durationMs = performance.now() - start;
    const answer = this.complete(call, sent, startedAt, durationMs, received);
    listen(answer.exchange, answer);
    return answer;
  }

  private complete(call: Call, sent: SentRequest, startedAt: Date, durationMs: number, received: Received): Answer {
    const raw = Buffer.concat(received.chunks);
    let content: Buffer = raw;
    let codingProblem: string | undefined;
    try {
      content = removeCoding(raw, headerOf(received, 'content-encoding'));
    } catch (error) {
      codingProblem = `the content cannot be decoded: ${error instanceof Error ? error.message : String(error)}`;
    }
    const text = content.toString('utf8');
    const answerContent = { status: received.status, headers: received.headers, text, size: received.size };
    const exchange = this.record(call, sent, startedAt, durationMs, answerContent);
    const { json, problem = undefined } =
      codingProblem === undefined ? this.read(text) : { json: undefined, problem: codingProblem };
    return {
      operation: call.operation,
      sent,
      status: received.status,
      headers: received.headers,
      content,
      text,
      json,
      ...(problem === undefined ? {} : { jsonProblem: problem }),
      durationMs,
      exchange,
    };
  }

  /** The parser quotes what it cannot read: what it says of a text with credentials it has to say of the masked text. */
  private read(text: string): { json: unknown; problem?: string } {
    const found = readJson(text);
    if (found.problem === undefined) return found;
    const redacted = this.options.redact(text);
    return redacted === text ? found : { json: undefined, problem: readJson(redacted).problem ?? 'it is not JSON' };
  }

  private record(
    call: Call,
    sent: SentRequest,
    startedAt: Date,
    durationMs: number,
    answer?: { status: number; headers: readonly HeaderField[]; text: string; size: number },
    problem?: string,
  ): RecordedExchange {
    const { redact, url } = this.options;
    const headers = sent.headers.map(([name, value]): HeaderField => [name, this.redactHeader(name, value)]);
    const address = `${url.origin}${redact(sent.path)}`;
    const body = sent.body === undefined ? undefined : redact(sent.body.toString('utf8'));
    const curlBody = typeof sent.body === 'string' || sent.body === undefined ? body : sent.body;
    return {
      ...(call.note === undefined ? {} : { note: call.note }),
      startedAt: startedAt.toISOString(),
      durationMs: Math.round(durationMs * 100) / 100,
      request: { method: sent.method, url: address, headers, ...(body === undefined ? {} : { body }) },
      ...(answer === undefined ? {} : { response: this.recordAnswer(answer) }),
      ...(problem === undefined ? {} : { problem: redact(problem) }),
      get curl() {
        return curlLine({
          method: sent.method,
          url: address,
          headers,
          ...(curlBody === undefined ? {} : { body: curlBody }),
        });
      },
    };
  }

  private recordAnswer(answer: { status: number; headers: readonly HeaderField[]; text: string; size: number }) {
    const { redact } = this.options;
    const truncated = answer.text.length > keptContent;
    // A copy, since a part of a text keeps all of it in memory; with a margin, so that no secret is cut before it is masked.
    const kept = truncated ? Buffer.from(answer.text.slice(0, keptContent + 1024)).toString('utf8') : answer.text;
    return {
      status: answer.status,
      headers: answer.headers.map(([name, value]): HeaderField => [redact(name), redact(value)]),
      body: truncated ? redact(kept).slice(0, keptContent) : redact(kept),
      size: answer.size,
      ...(truncated ? { truncated: true as const } : {}),
    };
  }

  private redactHeader(name: string, value: string): string {
    return name.toLowerCase() === 'authorization' ? this.redactAuthorization(value) : this.options.redact(value);
  }

  private describe(problem: TransportProblem, error: unknown): string {
    const text = error instanceof Error ? error.message : String(error);
    switch (problem) {
      case 'timeout':
        return `no complete answer within ${this.options.timeoutMs} ms`;
      case 'unreachable':
        return `${this.options.url.host} cannot be reached (${text})`;
      case 'too-large':
        return text;
      case 'dropped':
        return `the connection ended before the answer did (${text})`;
      default:
        return `what came is not a valid HTTP answer (${text})`;
    }
  }
}

/** What has been read of an answer so far. */
interface Received {
  status: number;
  headers: HeaderField[];
  chunks: Buffer[];
  size: number;
}

/** The content is larger than any answer of the API. */
class TooLarge extends Error {}

async function receive(pool: Pool, sent: SentRequest, signal: AbortSignal, received: Received): Promise<void> {
  const response = await pool.request({
    // undici's type lists the registered methods; any token is sent.
    method: sent.method as 'GET',
    path: sent.path,
    headers: sent.headers.flat(),
    body: sent.body ?? null,
    responseHeaders: 'raw',
    signal,
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  received.status = response.statusCode;
  received.headers = pairs(response.headers);
  for await (const chunk of response.body as AsyncIterable<Buffer>) {
    received.size += chunk.length;
    if (received.size > largestContent) {
      throw new TooLarge(`the answer is longer than ${largestContent} bytes`);
    }
    received.chunks.push(chunk);
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

const unreachable = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);
const dropped = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET', 'ECONNABORTED']);

function problemOf(error: unknown): TransportProblem {
  if (error instanceof TooLarge) return 'too-large';
  const code = codeOf(error);
  if (code !== undefined && unreachable.has(code)) return 'unreachable';
  if (code !== undefined && dropped.has(code)) return 'dropped';
  return 'protocol';
}

function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if ('code' in error && typeof error.code === 'string') return error.code;
  return error.cause === undefined ? undefined : codeOf(error.cause);
}
