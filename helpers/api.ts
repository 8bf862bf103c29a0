/** The documented operations, as a check calls them: right by default, and wrong in exactly the way it asks for. */
import { type DocumentedOperation, type OperationId, operations } from '../contracts/operations.ts';
import { type Answer, isSuccess } from './http/answer.ts';
import { basicAuthorization, type Credentials } from './http/redaction.ts';
import type { HeaderField } from './report/model.ts';
import type { CheckLog, Session } from './run/session.ts';

/** A JSON value as a check writes it. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [member: string]: Json };

/** A JSON object as a check writes it. */
export type JsonObject = { readonly [member: string]: Json };

/** A documented request: the operation, its path parameters, and a body where the operation has one. */
export interface ValidCall {
  readonly operation: DocumentedOperation;
  readonly reference?: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: JsonObject;
  /** Who calls; the target's first account unless set. */
  readonly account?: Credentials;
}

/** How a request departs from the documented one. */
export interface Departure {
  /** What the check is doing, for the report. */
  readonly note?: string;
  /** Value of `Idempotency-Key`; none unless set. */
  readonly key?: string;
  /** Spelling of the name of that header. */
  readonly keyHeader?: string;
  /** Other credentials, or none at all. */
  readonly credentials?: Credentials | 'none';
  /** The whole value of `Authorization`. */
  readonly authorization?: string;
  /** Another JSON body. */
  readonly body?: Json;
  /** Bytes in place of a JSON body; `null` for no body at all. */
  readonly rawBody?: string | Buffer | null;
  /** Another media type; `null` for no such header. */
  readonly contentType?: string | null;
  readonly headers?: readonly HeaderField[];
  readonly method?: string;
  /** The one member of the body that is wrong, by which a 400 is judged. */
  readonly memberAtFault?: string;
  /** Another path below the base URL, sent as it stands. */
  readonly path?: string;
  /** No page speaks of such a request, so that its answer is not held against the rules for every answer. */
  readonly unjudged?: true;
}

/** Calls the target for one check and keeps its record. */
export class Api {
  private readonly session: Session;
  private readonly log: CheckLog;

  constructor(session: Session, log: CheckLog) {
    this.session = session;
    this.log = log;
  }

  /** Sends a documented request, departing from it as told. Throws TransportFailed when no complete answer came. */
  async call(call: ValidCall, departure: Departure = {}): Promise<Answer> {
    const answer = await this.send(call.operation, operations[call.operation].method, pathOf(call), call, departure);
    if (isSuccess(answer.status)) this.session.created.note(call);
    return answer;
  }

  /** Sends a request to a route that no page documents. */
  async unknownRoute(path: string, departure: Departure = {}): Promise<Answer> {
    return this.send('unknownRoute', 'GET', path, {}, departure);
  }

  /** Reads an invoice. */
  async getInvoice(reference: string, note?: string): Promise<Answer> {
    return this.call({ operation: 'getInvoice', reference }, noted(note));
  }

  /** Reads an identity. */
  async getIdentity(reference: string, note?: string): Promise<Answer> {
    return this.call({ operation: 'getIdentity', reference }, noted(note));
  }

  /** Updates an invoice. */
  async updateInvoice(reference: string, body: JsonObject, departure: Departure = {}): Promise<Answer> {
    return this.call({ operation: 'updateInvoice', reference, body }, departure);
  }

  private async send(
    operation: OperationId,
    method: string,
    path: string,
    call: Pick<ValidCall, 'body' | 'account'>,
    departure: Departure,
  ): Promise<Answer> {
    const body = bodyOf(call, departure);
    return this.session.send(
      {
        operation,
        method: departure.method ?? method,
        path: departure.path ?? path,
        headers: this.headersOf(call, departure, body !== undefined),
        body,
        ...noted(departure.note),
        ...(departure.memberAtFault === undefined ? {} : { memberAtFault: departure.memberAtFault }),
        ...(departure.unjudged === undefined ? {} : { unjudged: departure.unjudged }),
      },
      this.log,
    );
  }

  private headersOf(call: Pick<ValidCall, 'account'>, departure: Departure, hasBody: boolean): HeaderField[] {
    const headers: HeaderField[] = [];
    if (departure.authorization !== undefined) headers.push(['Authorization', departure.authorization]);
    else if (departure.credentials !== 'none') {
      const credentials = departure.credentials ?? call.account ?? this.session.target.account;
      headers.push(['Authorization', basicAuthorization(credentials)]);
    }
    headers.push(['Accept', 'application/json']);
    const contentType = departure.contentType === undefined ? 'application/json' : departure.contentType;
    if (hasBody && contentType !== null) headers.push(['Content-Type', contentType]);
    if (departure.key !== undefined) headers.push([departure.keyHeader ?? 'Idempotency-Key', departure.key]);
    for (const [name, value] of departure.headers ?? []) {
      const present = headers.findIndex(([field]) => field.toLowerCase() === name.toLowerCase());
      if (present >= 0) headers.splice(present, 1);
      headers.push([name, value]);
    }
    return headers;
  }
}

function noted(note: string | undefined): { note?: string } {
  return note === undefined ? {} : { note };
}

function bodyOf(call: Pick<ValidCall, 'body'>, departure: Departure): string | Buffer | undefined {
  if (departure.rawBody === null) return undefined;
  if (departure.rawBody !== undefined) return departure.rawBody;
  const body = departure.body === undefined ? call.body : departure.body;
  return body === undefined ? undefined : JSON.stringify(body);
}

/** The path of a call below the base URL, with its query. */
export function pathOf(call: ValidCall): string {
  const path = operations[call.operation].path.replace(/\{[^}]+\}/, () => encodeURIComponent(call.reference ?? ''));
  const query = new URLSearchParams(call.query ?? {}).toString();
  return query === '' ? path : `${path}?${query}`;
}
