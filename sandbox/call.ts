/** One request on its way through the server, and what comes of it. */
import type { IncomingHttpHeaders } from 'node:http';
import type { Json, JsonObject } from './json.ts';
import type { Route, ServedOperation } from './routes.ts';
import type { Rules } from './rules.ts';
import type { AccountData, World } from './world.ts';

/** A request as it arrived; nobody has been let in yet. */
export interface ApiRequest {
  readonly world: World;
  readonly rules: Rules;
  readonly method: string;
  /** The path as it was sent, percent-encoding and all. */
  readonly path: string;
  /** The query as it was sent, without its question mark. */
  readonly search: string;
  readonly headers: IncomingHttpHeaders;
  /** Names and values of the headers in turn, spelled as they were sent. */
  readonly rawHeaders: readonly string[];
  readonly route: Route | undefined;
  /** The operation that method and path name, or, for a wrong method, the one the path is there for. */
  readonly operation: ServedOperation | 'unknownRoute';
  /** Whether the method is one that the path has. */
  readonly methodFits: boolean;
  /** The path parameter, decoded; empty where the path has none. */
  readonly reference: string;
  readonly content: Buffer;
  readonly contentTooLarge: boolean;
}

/** A request of somebody who may call, with a body that could be read. */
export interface Call extends ApiRequest {
  readonly login: AccountData;
  readonly body: JsonObject;
}

/** A call that was carried out. */
export interface Success {
  readonly ok: true;
  readonly status: number;
  /** Undefined for an answer without content. */
  readonly content: Json | undefined;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A call that was refused. */
export interface Failure {
  readonly ok: false;
  readonly status: number;
  readonly type: string;
  readonly message: string;
  readonly details?: readonly Detail[];
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Detail {
  readonly error: string;
  readonly fields: readonly string[];
  readonly hint: string;
}

export type Outcome = Success | Failure;

/** A body that was read, or why it could not be. */
export type ReadBody = { readonly ok: true; readonly body: JsonObject } | Failure;

/** What goes on the wire: also what a replay repeats. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/** A success with content. */
export function success(content: Json | undefined, status = 200): Success {
  return { ok: true, status, content };
}
