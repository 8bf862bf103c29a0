/** One request, one complete answer: bytes go out as they are given, and nothing the server does can hang the caller. */
import { Pool } from 'undici';
import type { OperationId } from '../../contracts/operations.ts';
import { TransportFailed, type TransportProblem } from '../failures.ts';
import { curlLine } from '../report/curl.ts';
import type { HeaderField, RecordedExchange } from '../report/model.ts';
import { type Answer, headerOf, type SentRequest } from './answer.ts';
import { Deadline } from './deadline.ts';
import { largestContent, readJson, removeCoding, TooLarge } from './decode.ts';
import { codeOf, connector, isUntrusted, NoAnswer, problemOf, type Received, Receiver } from './receive.ts';
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

/** How much of a content is kept in reports, in characters; less of each once a run has kept much. */
const keptContent = { most: 64 * 1024, least: 2 * 1024, inAll: 16 * 1024 * 1024 };

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
  private readonly receiver = new Receiver();
  /** Characters of answers that are kept so far. */
  private kept = 0;
  private readonly redactAuthorization: (value: string) => string;

  constructor(options: ClientOptions) {
    this.options = options;
    this.reused = new Pool(options.url.origin, {
      pipelining: 1,
      keepAliveTimeout: longestIdleMs,
      keepAliveMaxTimeout: longestIdleMs,
      connect: connector(),
    });
    this.fresh = new Pool(options.url.origin, { pipelining: 0, connect: connector() });
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
    const deadline = new Deadline(this.options.timeoutMs);
    let release = () => {};
    try {
      ({ release } = await this.receiver.receive(pool, sent, deadline, received));
      const decoded = decode(received);
      const answer = this.complete(call, sent, startedAt, performance.now() - start, received, decoded);
      listen(answer.exchange, answer);
      return answer;
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error;
      const { cause } = error;
      const problem = deadline.signal.aborted ? 'timeout' : problemOf(cause);
      const message = this.describe(problem, cause, received);
      const exchange = this.record(call, sent, startedAt, performance.now() - start, undefined, message);
      listen(exchange, undefined);
      const text = `${call.method} ${call.path}: ${message}`;
      throw new TransportFailed(text, problem, call.operation, exchange, received.status > 0);
    } finally {
      deadline.clear();
      release();
    }
  }

  private complete(
    call: Call,
    sent: SentRequest,
    startedAt: Date,
    durationMs: number,
    received: Received,
    { content, problem: codingProblem }: { content: Buffer; problem?: string },
  ): Answer {
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
    const most = this.kept > keptContent.inAll ? keptContent.least : keptContent.most;
    const truncated = answer.text.length > most;
    // With a margin, so that no secret is cut before it is masked.
    const body = redact(beginning(answer.text, most + 1024));
    const headers = answer.headers.map(([name, value]): HeaderField => [redact(name), beginning(redact(value), most)]);
    const recorded = {
      status: answer.status,
      headers,
      body: truncated ? beginning(body, most) : body,
      size: answer.size,
      ...(truncated ? { truncated: true as const } : {}),
    };
    this.kept += recorded.body.length + headers.reduce((sum, [name, value]) => sum + name.length + value.length, 0);
    return recorded;
  }

  private redactHeader(name: string, value: string): string {
    return name.toLowerCase() === 'authorization' ? this.redactAuthorization(value) : this.options.redact(value);
  }

  private describe(problem: TransportProblem, error: unknown, { status, size }: Received): string {
    const text = error instanceof Error ? error.message : String(error);
    const came = status === 0 ? '' : `; status ${status} and ${size} bytes had come`;
    switch (problem) {
      case 'timeout':
        return `no complete answer within ${this.options.timeoutMs} ms${came}`;
      case 'unreachable':
        return `${this.options.url.host} cannot be reached (${text}${
          isUntrusted(error) ? '; name its authority in NODE_EXTRA_CA_CERTS' : ''
        })`;
      case 'too-large':
        return `the answer is longer than ${largestContent} bytes`;
      case 'dropped':
        return `the connection ended before the answer did (${text}${came})`;
      default:
        return `what came is not a valid HTTP answer (${text}${came})`;
    }
  }
}

/** The content without its codings, or with them and why they could not be removed. Throws NoAnswer where it is too large. */
function decode(received: Received): { content: Buffer; problem?: string } {
  const content = Buffer.concat(received.chunks);
  try {
    return { content: removeCoding(content, headerOf(received, 'content-encoding')) };
  } catch (error) {
    if (error instanceof TooLarge) throw new NoAnswer(error);
    const problem = error instanceof Error ? error.message : String(error);
    return { content, problem: `the content cannot be decoded: ${problem}` };
  }
}

/** A copy of the beginning, since a part of a text keeps all of it in memory; the text itself where it is no longer. */
function beginning(text: string, longest: number): string {
  return text.length <= longest ? text : Buffer.from(text.slice(0, longest), 'utf16le').toString('utf16le');
}
