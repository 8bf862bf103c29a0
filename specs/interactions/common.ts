/** What the interactions of several operations share. */
import { resolve } from '../../contracts/fields.ts';
import type { Json, JsonObject } from '../../helpers/api.ts';
import {
  type Declaration,
  exactly,
  type FromState,
  filled,
  fromState,
  type Given,
  number,
  object,
  type Sent,
  type Template,
  text,
} from '../../helpers/pact/interaction.ts';

/** Only 200 is documented; 201 and 202 are not excluded (facts, section 7). */
export const carriedOut = [200, 201, 202] as const;

/** The same where nothing is said of the content, so that there may be none. */
export const carriedOutSilently = [200, 201, 202, 204] as const;

/** The invoice that a state arranged. */
export const invoice = fromState('invoiceReference', 'R1001');
/** The identity that a state arranged. */
export const identity = fromState('identityReference', 'K1001');
/** The key of a state. */
export const key = fromState('key', '6f1c2a52-8b6e-4a53-9c55-1f6a3b0d7e21');

/** An item as create pages demand it; whether amounts are numbers or texts no page says. */
export const item = fromState('item', {
  label: 'Consulting',
  quantity: 2,
  unit: 'hour',
  unitprice: 99.5,
  detail: { description: 'This is a product description' },
});

/** An address with everything that the pages demand in prose. */
export const address: JsonObject = {
  kind: 'shipping',
  firstname: 'John',
  lastname: 'Doe',
  street: 'Main Street',
  housenumber: '1',
  zipcode: '10115',
  city: 'Berlin',
  country: 'DE',
};

/** The value of a published example. */
export function published(name: string): Json {
  const example = resolve({ $ref: `#/components/examples/${name}` });
  if (typeof example !== 'object' || example === null || !('value' in example)) {
    throw new Error(`no published example ${name}`);
  }
  return example.value as Json;
}

/** The same where the example is an object. */
export function publishedObject(name: string): JsonObject {
  const value = published(name);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error(`${name} is no object`);
  return value as JsonObject;
}

/** The documented error object: code, message and name are always there, and the code of a 400 is 400. */
function errorObject(status: number, message: string): Template {
  const code = status === 400 ? exactly(400) : number(status);
  return object({ code, message: text(message), name: text('ClientError') });
}

/** A state, with its parameters. */
export function given(state: string, parameters?: JsonObject): Given {
  return parameters === undefined ? { state } : { state, parameters };
}

/** The request of an interaction and what it stands on. */
export type Request = Pick<Declaration, 'given' | 'reference' | 'query' | 'body'>;

/** The requirements that every error object keeps. */
const errorModel = [
  'errors.json-object',
  'errors.code-is-number',
  'errors.message-is-text',
  'errors.name-is-text',
] as const;

/** A call without credentials is refused, however right it is otherwise. */
export function withoutCredentials(what: string, request: Request): Declaration {
  return {
    ...request,
    description: `${what} without credentials`,
    requirements: ['authentication.missing-credentials-refused', ...errorModel],
    given: [...request.given, given('no credentials are sent')],
    answer: { statuses: [401], body: errorObject(401, 'Unauthorized') },
  };
}

/** A body that the documentation does not allow is refused. */
export function refused(
  description: string,
  requirement: Declaration['requirements'][number],
  request: Request,
): Declaration {
  return {
    ...request,
    description,
    requirements: [requirement, 'errors.code-of-bad-request', ...errorModel],
    answer: { statuses: [400], body: errorObject(400, 'InvalidValue, see error details') },
  };
}

/** A reference that names nothing is refused. */
export function notFound(
  description: string,
  request: Request,
  requirement: Declaration['requirements'][number] = 'operation.unknown-resource-not-found',
): Declaration {
  const { reference } = request;
  return {
    ...request,
    ...(reference === undefined ? {} : { reference: { ...reference, example: 'unknown' } }),
    description,
    requirements: [requirement, ...errorModel],
    answer: { statuses: [404], body: errorObject(404, 'NotFound') },
  };
}

/** A reference that is already used is refused. */
export function conflict(description: string, request: Request): Declaration {
  return {
    ...request,
    description,
    requirements: ['create.used-reference-conflicts', 'errors.unique-violation-type', ...errorModel],
    answer: { statuses: [409], body: errorObject(409, 'The reference is already used') },
  };
}

/** The state in which the same call was answered before, with the same body. */
export function answeredCall(operation: string, body: { readonly [member: string]: Sent }): Given {
  const template = filled(body, ({ name }: FromState) => `\${${name}}`);
  return given('an answered call with a key', { operation, body: template });
}

/** A task with a key that is new, and the same call repeated; `answer` is that of every success of it. */
export function keyed(
  operation: string,
  what: string,
  ready: Given,
  body: JsonObject,
  answer: Declaration['answer'],
  requirements: Declaration['requirements'] = [],
): readonly [Declaration, Declaration] {
  const call = { reference: invoice, key, body, answer };
  return [
    {
      ...call,
      description: `${what}, with a new key`,
      requirements: ['operation.valid-request-succeeds', ...requirements],
      given: [ready, given('an unused key')],
    },
    {
      ...call,
      description: `${what}, repeated with its key`,
      requirements: ['idempotency.replay-same-response', ...requirements],
      given: [answeredCall(operation, body)],
    },
  ];
}
