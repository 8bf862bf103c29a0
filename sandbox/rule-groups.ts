/** The rules of each subject: what can be decided otherwise, with the request it is decided for. */
import type { ServerResponse } from 'node:http';
import type { Answer, ApiRequest, Call, Failure, Outcome, ReadBody, Success } from './call.ts';
import type { StoredKey } from './idempotency.ts';
import type { Json, JsonObject } from './json.ts';
import type { Identity, Invoice, InvoiceDocument } from './model.ts';
import type { Problem } from './schemas.ts';
import type { AccountData } from './world.ts';

interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** A record and the account that it belongs to. */
export interface Found<T> {
  readonly owner: AccountData;
  readonly record: T;
}

export interface AuthenticationRules {
  /** Who is calling; undefined refuses. */
  login(request: ApiRequest): AccountData | undefined;
  /** Reads the header as RFC 7617 says. */
  credentials(request: ApiRequest, header: string | undefined): Credentials | undefined;
  usernameMatches(request: ApiRequest, sent: string, stored: string): boolean;
  passwordMatches(request: ApiRequest, sent: string, stored: string): boolean;
  challenge(request: ApiRequest): string | undefined;
  /** Whether the call is carried out although its answer refuses it. */
  actsDespiteRefusal(request: ApiRequest): boolean;
}

export interface RoutingRules {
  /** Whether a wrong path or method is reported before credentials are looked at. */
  beforeAuthentication: boolean;
  /** Turns a path as sent into the one that is looked up. */
  path(path: string): string;
  /** The operation that is carried out, whatever the method says. */
  operationOf(request: ApiRequest): ApiRequest['operation'] | undefined;
  unknownRoute(request: ApiRequest): Outcome;
  wrongMethod(request: ApiRequest, allowed: readonly string[]): Outcome;
  options(request: ApiRequest, allowed: readonly string[]): Outcome;
  unknownMethod(): Failure;
  /** Decodes a path parameter; undefined for one that cannot be decoded. */
  reference(parameter: string): string | undefined;
}

export interface ContentRules {
  /** Bytes of body that are taken. */
  limit: number;
  tooLarge(request: ApiRequest): Failure;
  acceptsMediaType(request: ApiRequest, header: string | undefined): boolean;
  unsupportedMediaType(request: ApiRequest): Failure;
  /** Reads the body, or says why it cannot be read. */
  read(request: ApiRequest): ReadBody;
  /** What stands for a body that was not sent. */
  whenAbsent(request: ApiRequest): ReadBody;
  whenMalformed(request: ApiRequest, text: string): ReadBody;
  whenNotAnObject(request: ApiRequest, value: Json): ReadBody;
}

export interface IdempotencyRules {
  honoured(call: Call): boolean;
  key(request: ApiRequest): string | undefined;
  /** What a key is stored under. */
  scope(call: Call, key: string): string;
  lifetimeMs(call: Call, stored: StoredKey): number;
  /** What a key gets that comes with another body. */
  otherBody(call: Call, stored: StoredKey): 'refuse' | 'replay' | 'execute';
  /** What a key gets whose first call is still being carried out. */
  whileRunning(call: Call): 'wait' | 'refuse' | 'execute';
  stores(call: Call, outcome: Outcome): boolean;
  /** The answer to a repeated key; `waited` where the first call was still running when it came. */
  replay(call: Call, stored: StoredKey, answer: Answer, waited: boolean): Answer;
  /** A refusal of a key as such, or of its use with this call. */
  objection(call: Call, key: string): Failure | undefined;
}

export interface ValidationRules {
  /** Whether a wrong body is reported before an unknown reference. */
  beforeExistence: boolean;
  problems(call: Call): readonly Problem[];
  unknownMember(call: Call, name: string): Problem | undefined;
  refusal(call: Call, problems: readonly Problem[]): Failure;
  /** The members that are taken although the answer refuses the call. */
  takenDespiteRefusal(call: Call, problems: readonly Problem[]): JsonObject | undefined;
}

export interface LookupRules {
  invoice(call: Call, reference: string): Found<Invoice> | undefined;
  identity(call: Call, reference: string): Found<Identity> | undefined;
  identities(call: Call): readonly Identity[];
  invoicesOf(call: Call, identity: Found<Identity>): readonly Invoice[];
  /** The answer for a reference that this account does not see. */
  refusal(call: Call, kind: 'invoice' | 'identity', reference: string): Outcome;
  actsDespiteRefusal(call: Call): boolean;
}

export interface IdentityRules {
  /** The members of a new identity. */
  made(call: Call, sent: JsonObject): JsonObject;
  /** The members after an upsert. */
  merged(call: Call, old: Identity, sent: JsonObject): JsonObject;
  store(call: Call, owner: AccountData, identity: Identity): void;
  whenTaken(call: Call, reference: string): Failure | 'overwrite' | 'rename';
  overwritesDespiteConflict(call: Call): boolean;
  /** A refusal of a creation for what it sends beside the reference. */
  creationRefusal(call: Call): Failure | undefined;
  referenceWhenAbsent(call: Call): string;
  debtorWhenAbsent(call: Call): string | undefined;
  /** The status of an upsert that created. */
  upsertRefusal(call: Call): Failure | undefined;
  view(call: Call, identity: Identity): JsonObject;
}

export interface InvoiceRules {
  made(call: Call, invoice: Invoice): Invoice;
  addressesWhenAbsent(call: Call, identity: Identity): Json | undefined;
  /** The members after an update. */
  merged(call: Call, old: Invoice, sent: JsonObject): JsonObject;
  /** The invoice after an update. */
  updated(call: Call, old: Invoice): Invoice;
  store(call: Call, owner: AccountData, invoice: Invoice): void;
  /** What else an update touches. */
  afterUpdate(call: Call, owner: AccountData, invoice: Invoice): void;
  editable(call: Call, invoice: Invoice): Failure | undefined;
  whenUnknown(call: Call): Outcome | 'create';
  whenTaken(call: Call, reference: string): Failure | 'overwrite' | 'rename';
  overwritesDespiteConflict(call: Call): boolean;
  referenceWhenAbsent(call: Call): string;
  view(call: Call, invoice: Invoice): JsonObject;
}

export interface ItemRules {
  /** The items after an update that sent some. */
  replaced(call: Call, old: readonly JsonObject[], sent: readonly JsonObject[]): readonly JsonObject[];
  /** The items after an update that sent none. */
  keptWhenAbsent(call: Call, old: readonly JsonObject[]): readonly JsonObject[];
  /** An item as it is stored. */
  stored(call: Call, item: JsonObject): JsonObject;
}

export interface ResendRules {
  allowed(call: Call, invoice: Invoice): Failure | undefined;
  /** The invoice after its mail has gone out once more. */
  sent(call: Call, invoice: Invoice): Invoice;
  /** Which invoice the mail goes out for. */
  target(call: Call, owner: AccountData, invoice: Invoice): Invoice;
  answer(call: Call, job: string): Json;
}

export interface DunningRules {
  allowed(call: Call, invoice: Invoice): Failure | undefined;
  changed(call: Call, invoice: Invoice): Invoice;
  /** The other invoices that a change reaches. */
  alsoChanges(call: Call, owner: AccountData, invoice: Invoice): readonly Invoice[];
  baseDate(call: Call, invoice: Invoice): string | null;
  answer(call: Call, job: string): Json;
}

export interface CommitRules {
  allowed(call: Call, invoice: Invoice): Failure | undefined;
  lagMs(call: Call): number;
  committed(call: Call, invoice: Invoice): Invoice;
  alsoCommits(call: Call, owner: AccountData, invoice: Invoice): readonly Invoice[];
  answer(call: Call, job: string): Json;
  /** How the end of the job is announced: mostly once. */
  notifications(call: Call, job: string, id: string): readonly { method: string; payload: Json }[];
}

export interface DocumentRules {
  /** A refusal of the query. */
  refusal(call: Call): Failure | undefined;
  of(call: Call, invoice: Found<Invoice>): readonly InvoiceDocument[];
  selected(call: Call, documents: readonly InvoiceDocument[]): readonly InvoiceDocument[];
  view(call: Call, document: InvoiceDocument): JsonObject;
  answer(call: Call, documents: readonly Json[]): Json;
}

export interface ListRules {
  defaultPageSize: number;
  /** The count that a query is taken for which holds none; undefined refuses. */
  countWhenWrong(call: Call): number | undefined;
  /** A refusal of a page of so many rows in all. */
  refusal(call: Call, total: number, page: number, pageSize: number): Failure | undefined;
  /** The rows that a filter of the query leaves. */
  filtered(call: Call, all: readonly Identity[]): readonly Identity[];
  rows(call: Call, all: readonly Identity[], page: number, pageSize: number): readonly Identity[];
  answer(call: Call, page: number, pageSize: number, rows: readonly Json[], total: number): Json;
  /** How several invoices of an identity are answered. */
  invoices(call: Call, invoices: readonly Json[]): Json;
}

export interface EffectRules {
  /** Lets an effect take place: now, later, or not at all. */
  happen(call: Call, effect: () => void): void;
}

export interface ErrorRules {
  status(request: ApiRequest, failure: Failure): number;
  body(request: ApiRequest, failure: Failure): Json;
  text(request: ApiRequest, failure: Failure, body: Json): string;
  mediaType(request: ApiRequest): string | undefined;
}

export interface AnswerRules {
  status(request: ApiRequest, success: Success): number;
  content(request: ApiRequest, success: Success): Json | undefined;
  text(request: ApiRequest, content: Json): string;
  mediaType(request: ApiRequest): string | undefined;
  /** The last word on an answer. */
  finished(request: ApiRequest, answer: Answer): Answer;
}

export interface TransportRules {
  /** Puts an answer on the wire. */
  deliver(request: ApiRequest, answer: Answer, outgoing: ServerResponse): void;
  /** Whether the connection is cut before anything is answered. */
  drops(request: ApiRequest): boolean;
}

export interface TrafficRules {
  /** A refusal of any further request for now. */
  admit(request: ApiRequest): Failure | undefined;
  /** Milliseconds before a request is looked at. */
  latencyMs(request: ApiRequest): number;
  /** What a request waits for beyond that; nothing, as a rule. */
  held(request: ApiRequest): Promise<void> | undefined;
  /** Milliseconds that a keyed call takes between its beginning and its effect. */
  workMs(call: Call): number;
}
