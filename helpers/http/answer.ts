/** A complete answer, as checks read it. */
import type { OperationId } from '../../contracts/operations.ts';
import type { HeaderField, RecordedExchange } from '../report/model.ts';

/** What was sent, before redaction; never leaves the process. */
export interface SentRequest {
  readonly method: string;
  /** Path and query as they stood in the request line. */
  readonly path: string;
  readonly headers: readonly HeaderField[];
  readonly body: string | Buffer | undefined;
}

/** A complete answer to one request. */
export interface Answer {
  readonly operation: OperationId;
  readonly sent: SentRequest;
  readonly status: number;
  /** Header fields in the order and spelling of the wire. */
  readonly headers: readonly HeaderField[];
  /** The content after decoding. */
  readonly content: Buffer;
  /** The content as text; bytes that are not UTF-8 become U+FFFD. */
  readonly text: string;
  /** The content as JSON; `undefined` where it is none (JSON itself has no undefined). */
  readonly json: unknown;
  /** Why the content is not JSON; absent where it is. */
  readonly jsonProblem?: string;
  readonly durationMs: number;
  readonly exchange: RecordedExchange;
}

/** The value of a header field, all fields of the name joined as RFC 9110 §5.3 says. */
export function headerOf(answer: { readonly headers: readonly HeaderField[] }, name: string): string | undefined {
  const wanted = name.toLowerCase();
  const values = answer.headers.filter(([field]) => field.toLowerCase() === wanted).map(([, value]) => value);
  return values.length === 0 ? undefined : values.join(', ');
}

/** The media type of an answer in lower case, without parameters. */
export function mediaTypeOf(answer: { readonly headers: readonly HeaderField[] }): string | undefined {
  return headerOf(answer, 'content-type')?.split(';')[0]?.trim().toLowerCase();
}

/** Whether a status says that the call was carried out. Only 200 is documented; 201, 202 and 204 are not excluded. */
export function isSuccess(status: number): boolean {
  return status >= 200 && status <= 299;
}

/** Whether a value is a JSON object, and no array. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The JSON object of an answer; an empty one where there is none. */
export function objectOf(answer: Answer): Record<string, unknown> {
  return isObject(answer.json) ? answer.json : {};
}
