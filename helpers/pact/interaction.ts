/**
 * One interaction of the contract, as plain data: what is given, what is sent, what the answer is like. The contract is
 * written from it and the live check is made of it, so the two cannot say different things.
 */
import type { DocumentedOperation } from '../../contracts/operations.ts';
import type { RequirementId } from '../../contracts/requirements/index.ts';
import type { Json, JsonObject } from '../api.ts';

/** A value that a provider state gives; the example stands for it where there is no provider. */
export interface FromState {
  readonly is: 'from state';
  readonly name: string;
  readonly example: Json;
}

/** A JSON value to send, parts of which may come from a provider state. */
export type Sent = Json | FromState | readonly Sent[] | { readonly [member: string]: Sent };

/** What an answer's JSON has to be like. Members that are not named are free, as everywhere in Pact. */
export type Template =
  /** A text that is not blank. */
  | { readonly is: 'text'; readonly example: string }
  | { readonly is: 'number'; readonly example: number }
  /** This very value. */
  | { readonly is: 'exactly'; readonly value: string | number | boolean }
  /** Anything but an object or an array. */
  | { readonly is: 'scalar'; readonly example: string | number | boolean }
  /** An object with these members at least. */
  | { readonly is: 'object'; readonly members: Readonly<Record<string, Template>> }
  /** Any object; the example demands nothing, and has no objects or arrays in it, which Pact would hold answers to. */
  | { readonly is: 'any object'; readonly example: JsonObject }
  /** An array, empty or not, of such elements. */
  | { readonly is: 'list'; readonly of: Template }
  /** Any JSON object or array. For a whole answer alone; a pact can say that by the media type only, without an example. */
  | { readonly is: 'any json' };

/** A provider state, with its parameters. */
export interface Given {
  readonly state: string;
  readonly parameters?: JsonObject;
}

/** What one interaction says. */
export interface Declaration {
  /** What is sent, in a few words; unique in the contract. */
  readonly description: string;
  /** Requirements it is an example of; the first one names its source. */
  readonly requirements: readonly RequirementId[];
  readonly given: readonly Given[];
  /** The reference in the path. */
  readonly reference?: FromState;
  readonly query?: Readonly<Record<string, string>>;
  /** Value of `Idempotency-Key`. */
  readonly key?: FromState;
  readonly body?: Sent;
  readonly answer: {
    /** Accepted statuses; the first one is the documented one. */
    readonly statuses: readonly [number, ...number[]];
    /** What the content is like; nothing is said of it where there is none. */
    readonly body?: Template;
  };
}

/** An interaction of an operation. */
export interface Interaction extends Declaration {
  readonly operation: DocumentedOperation;
}

/** Declares the interactions of one operation. */
export function interactionsOf(operation: DocumentedOperation, declarations: readonly Declaration[]): Interaction[] {
  return declarations.map((declaration) => ({ operation, ...declaration }));
}

/** A value that a provider state gives. */
export function fromState(name: string, example: Json): FromState {
  return { is: 'from state', name, example };
}

/** Whether a part of what is sent comes from a provider state. */
export function isFromState(sent: Sent): sent is FromState {
  return typeof sent === 'object' && sent !== null && !Array.isArray(sent) && (sent as FromState).is === 'from state';
}

/** What is sent, each value from a state replaced by what `choose` takes for it. */
export function filled(sent: Sent, choose: (value: FromState) => Json): Json {
  if (isFromState(sent)) return choose(sent);
  if (Array.isArray(sent)) return sent.map((element: Sent) => filled(element, choose));
  if (typeof sent !== 'object' || sent === null) return sent;
  return Object.fromEntries(Object.entries(sent).map(([name, value]) => [name, filled(value as Sent, choose)]));
}

/** A text that is not blank. */
export const text = (example: string): Template => ({ is: 'text', example });
/** Any number. */
export const number = (example: number): Template => ({ is: 'number', example });
/** This very value. */
export const exactly = (value: string | number | boolean): Template => ({ is: 'exactly', value });
/** Anything but an object or an array. */
export const scalar = (example: string | number | boolean): Template => ({ is: 'scalar', example });
/** An object with these members at least. */
export const object = (members: Readonly<Record<string, Template>>): Template => ({ is: 'object', members });
/** Any object. Of the example only the simple members are kept. */
export const anyObject = (example: JsonObject): Template => ({
  is: 'any object',
  example: Object.fromEntries(Object.entries(example).filter(([, value]) => typeof value !== 'object')),
});
/** An array of such elements, which may be empty. */
export const listOf = (of: Template): Template => ({ is: 'list', of });
/** Any JSON object or array. */
export const anyJson: Template = { is: 'any json' };

/** The example of a template. */
export function exampleOf(template: Template): Json {
  switch (template.is) {
    case 'exactly':
      return template.value;
    case 'object':
      return Object.fromEntries(Object.entries(template.members).map(([name, member]) => [name, exampleOf(member)]));
    case 'list':
      return [exampleOf(template.of)];
    case 'any json':
      return {};
    default:
      return template.example;
  }
}
