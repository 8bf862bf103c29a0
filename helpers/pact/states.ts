/**
 * The provider states of the contract, arranged over documented operations alone, so that they can be set up on any
 * server. Other consumers' pacts may use them too: `./kit.ts` offers them to their teams.
 */
import { type DocumentedOperation, everyOperation } from '../../contracts/operations.ts';
import type { Json, JsonObject } from '../api.ts';
import { startDate } from '../dunning.ts';
import { describe } from '../expect.ts';
import { ArrangementFailed } from '../failures.ts';
import { isSuccess } from '../http/answer.ts';
import type { CheckContext } from '../spec.ts';
import type { Given } from './interaction.ts';
import { inOrderOfNames } from './member-order.ts';

/** Values by name, as a provider state gives them. */
type StateValues = Readonly<Record<string, Json>>;

/** What the provider states of one interaction gave. */
export interface Arranged {
  readonly values: StateValues;
  /** The call goes out without credentials. */
  readonly anonymous: boolean;
}

/** How one provider state is arranged. */
export interface ProviderState {
  /** What holds afterwards, one sentence for people. */
  readonly holds: string;
  /** Parameters it takes, each with what it means. */
  readonly takes?: Readonly<Record<string, string>>;
  /** Names of the values it gives. */
  readonly gives: readonly string[];
  /** Requests of this interaction go out without credentials. */
  readonly anonymous?: true;
  /** Arranges it. Throws ArrangementFailed where the server does not allow what the documentation does. */
  readonly arrange: (context: CheckContext, parameters: JsonObject) => Promise<StateValues>;
}

/** A parameter names something that does not exist; the pact has to be mended, not the provider. */
export class WrongParameter extends Error {
  override readonly name = 'WrongParameter';
}

function operationIn(parameters: JsonObject): DocumentedOperation {
  const found = everyOperation.find((operation) => operation === parameters.operation);
  if (found === undefined) throw new WrongParameter(`parameter operation names no operation: ${parameters.operation}`);
  return found;
}

/** Members of a resource that the pact chooses itself. */
function membersIn({ members }: JsonObject): JsonObject {
  if (members === undefined) return {};
  if (typeof members !== 'object' || members === null || Array.isArray(members)) {
    throw new WrongParameter('parameter members has to be an object');
  }
  return members as JsonObject;
}

/** A body in which `${name}` stands for a value. */
function expanded(template: Json, values: StateValues): Json {
  if (typeof template === 'string') {
    const name = /^\$\{(\w+)\}$/.exec(template)?.[1];
    if (name === undefined) return template;
    const value = values[name];
    if (value === undefined)
      throw new WrongParameter(`parameter body asks for ${name}, which this state does not give`);
    return value;
  }
  if (Array.isArray(template)) return template.map((element: Json) => expanded(element, values));
  if (typeof template !== 'object' || template === null) return template;
  return Object.fromEntries(Object.entries(template).map(([name, value]) => [name, expanded(value as Json, values)]));
}

async function newItem({ arrange, invent }: CheckContext): Promise<StateValues> {
  const [item = {}] = await arrange.itemBodies([invent.item()]);
  return { item };
}

async function someInvoice({ arrange }: CheckContext, parameters: JsonObject): Promise<StateValues> {
  const { reference, identity } = await arrange.invoice({ members: membersIn(parameters) });
  return { invoiceReference: reference, identityReference: identity };
}

/** What a call of an operation needs to exist, and the references it uses. */
async function prepared(context: CheckContext, operation: DocumentedOperation): Promise<StateValues> {
  const { arrange } = context;
  switch (operation) {
    case 'resendInvoice':
    case 'modifyDunning': {
      const { reference, identity } = await arrange.invoiceReadyFor(operation);
      return { invoiceReference: reference, identityReference: identity };
    }
    case 'createInvoice': {
      const { reference } = await arrange.identity();
      return {
        identityReference: reference,
        invoiceReference: arrange.newReference('invoice'),
        ...(await newItem(context)),
      };
    }
    case 'createIdentity':
    case 'upsertIdentity':
      return { identityReference: arrange.newReference('identity') };
    default:
      return someInvoice(context, {});
  }
}

const referenceOf = (operation: DocumentedOperation, values: StateValues): { reference?: string } => {
  const reference = operation === 'createInvoice' ? values.identityReference : values.invoiceReference;
  return typeof reference === 'string' && operation !== 'createIdentity' ? { reference } : {};
};

const members = 'Members of the resource, beside those that the state chooses.';

export const states: Readonly<Record<string, ProviderState>> = {
  'an identity exists': {
    holds: 'An identity exists and can be read.',
    takes: { members },
    gives: ['identityReference'],
    async arrange({ arrange, api, invent }, parameters) {
      const chosen = membersIn(parameters);
      if (Object.keys(chosen).length === 0) return { identityReference: (await arrange.identity()).reference };
      const reference = arrange.newReference('identity');
      const body = { reference, ...invent.identity(), ...chosen };
      const answer = await api.call({ operation: 'createIdentity', body }, { note: 'arranging an identity' });
      if (!isSuccess(answer.status)) throw new ArrangementFailed(`no identity could be created: ${describe(answer)}`);
      await arrange.untilReadable({ operation: 'getIdentity', reference });
      return { identityReference: reference };
    },
  },
  'no such identity': {
    holds: 'The reference names no identity.',
    gives: ['identityReference'],
    arrange: async ({ arrange }) => ({ identityReference: arrange.newReference('identity') }),
  },
  'an invoice exists': {
    holds: 'An invoice exists that nothing was done to yet.',
    takes: { members },
    gives: ['invoiceReference', 'identityReference'],
    arrange: someInvoice,
  },
  'an invoice with items exists': {
    holds: 'An invoice with three items exists that nothing was done to yet; item is one that it could hold.',
    takes: { members },
    gives: ['invoiceReference', 'identityReference', 'item'],
    arrange: async (context, parameters) => ({
      ...(await someInvoice(context, parameters)),
      ...(await newItem(context)),
    }),
  },
  'a committed invoice exists': {
    holds: 'An invoice exists that was committed, as far as this server takes the named task of a committed one.',
    takes: { readyFor: 'resendInvoice or modifyDunning: the task that it must be ready for.' },
    gives: ['invoiceReference', 'identityReference'],
    async arrange({ arrange }, { readyFor }) {
      if (readyFor === undefined) {
        const { reference, identity } = await arrange.committedInvoice();
        return { invoiceReference: reference, identityReference: identity };
      }
      if (readyFor !== 'resendInvoice' && readyFor !== 'modifyDunning') {
        throw new WrongParameter(`parameter readyFor is neither resendInvoice nor modifyDunning: ${readyFor}`);
      }
      const { reference, identity } = await arrange.invoiceReadyFor(readyFor);
      return { invoiceReference: reference, identityReference: identity };
    },
  },
  'no such invoice': {
    holds: 'The reference names no invoice.',
    gives: ['invoiceReference'],
    arrange: async ({ arrange }) => ({ invoiceReference: arrange.newReference('invoice') }),
  },
  'an item in the notation of this server': {
    holds: 'No page says whether amounts are numbers or texts: item has them as this server takes them.',
    gives: ['item'],
    arrange: newItem,
  },
  'a day in the past': {
    holds: 'Ten days ago, as a plain date.',
    gives: ['day'],
    arrange: async ({ invent }) => ({ day: invent.day(-10) }),
  },
  'a day from which this server lets the dunning count': {
    holds: 'No page says which base dates are taken: day is a plain date that this server takes, past or to come.',
    gives: ['day'],
    arrange: async (context) => ({ day: await startDate(context) }),
  },
  'an unused key': {
    holds: 'Nobody has sent the key yet.',
    gives: ['key'],
    arrange: async (context) => ({ key: context.newKey() }),
  },
  'an answered call with a key': {
    holds: 'The operation was called with the key and this body, and answered with success.',
    takes: {
      operation: 'The operation that was called.',
      body: 'The body that was sent; a text that is the name of a value in braces behind a dollar sign stands for it.',
    },
    gives: ['key', 'invoiceReference', 'identityReference', 'item'],
    async arrange(context, parameters) {
      const operation = operationIn(parameters);
      const values = { ...(await prepared(context, operation)), key: context.newKey() };
      const body = inOrderOfNames(expanded(parameters.body ?? {}, values)) as JsonObject;
      const call = { operation, body, ...referenceOf(operation, values) };
      const answer = await context.api.call(call, { key: values.key, note: 'the first use of the key' });
      if (!isSuccess(answer.status)) {
        throw new ArrangementFailed(`${operation} with a key was not accepted: ${describe(answer)}`, operation);
      }
      return values;
    },
  },
  'no credentials are sent': {
    holds: 'The request goes out without an Authorization header.',
    gives: [],
    anonymous: true,
    arrange: async () => ({}),
  },
};

/** A pact names a state that nobody can arrange. */
export class UnknownState extends Error {
  override readonly name = 'UnknownState';

  constructor(state: string) {
    super(`no handler for the state '${state}'; known are: ${Object.keys(states).join(', ')}`);
  }
}

/** The state of a name. Throws UnknownState. */
export function stateOf(name: string): ProviderState {
  const state = Object.hasOwn(states, name) ? states[name] : undefined;
  if (state === undefined) throw new UnknownState(name);
  return state;
}

/** Arranges the states of one interaction, one after another. */
export async function arrangeAll(context: CheckContext, given: readonly Given[]): Promise<Arranged> {
  let values: StateValues = {};
  let anonymous = false;
  for (const { state: name, parameters = {} } of given) {
    const state = stateOf(name);
    values = { ...values, ...(await state.arrange(context, parameters)) };
    anonymous ||= state.anonymous === true;
  }
  return { values, anonymous };
}
