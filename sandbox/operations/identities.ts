/** Customers: read, listed, created, upserted. */
import { type Call, type Outcome, success } from '../call.ts';
import { invalidValue } from '../failures.ts';
import type { Identity } from '../model.ts';
import { wholeNumber } from '../rules/reading.ts';
import type { Found } from '../rules.ts';
import { timestamp } from '../world.ts';

export function getIdentity(call: Call, { record }: Found<Identity>): Outcome {
  return success(call.rules.identities.view(call, record));
}

export function listIdentities(call: Call): Outcome {
  const { lists, lookups, identities } = call.rules;
  const query = new URLSearchParams(call.search);
  const page = countOf(query, 'page', 1) ?? lists.countWhenWrong(call);
  const pageSize = countOf(query, 'pageSize', lists.defaultPageSize);
  if (page === undefined || pageSize === undefined) {
    const field = page === undefined ? 'page' : 'pageSize';
    const hint = 'Value must be a whole number from 1 on.';
    return invalidValue([{ error: `Value for parameter '${field}' is of wrong type.`, fields: [field], hint }]);
  }
  const all = lists.filtered(call, lookups.identities(call));
  const refusal = lists.refusal(call, all.length, page, pageSize);
  if (refusal !== undefined) return refusal;
  const rows = lists.rows(call, all, page, pageSize).map((identity) => identities.view(call, identity));
  return success(lists.answer(call, page, pageSize, rows, all.length));
}

export function createIdentity(call: Call): Outcome {
  const { identities } = call.rules;
  const sent = referenceSent(call);
  let reference = sent ?? identities.referenceWhenAbsent(call);
  if (sent !== undefined && call.login.identities.has(sent)) {
    const choice = identities.whenTaken(call, sent);
    if (typeof choice === 'object') {
      if (identities.overwritesDespiteConflict(call)) identities.store(call, call.login, newIdentity(call, sent));
      return choice;
    }
    if (choice === 'rename') reference = `${sent}-${call.world.nextNumber()}`;
  }
  const refusal = identities.creationRefusal(call);
  if (refusal !== undefined) return refusal;
  const identity = newIdentity(call, reference);
  identities.store(call, call.login, identity);
  return success(identities.view(call, identity));
}

export function upsertIdentity(call: Call): Outcome {
  const { identities, lookups } = call.rules;
  const found = lookups.identity(call, call.reference);
  const sent = referenceSent(call);
  if (sent !== undefined && sent !== call.reference) {
    const hint = 'Send the reference of the path, or none.';
    return invalidValue([
      { error: "Value for field 'reference' is not that of the path.", fields: ['reference'], hint },
    ]);
  }
  const refusal = identities.upsertRefusal(call);
  if (refusal !== undefined) return refusal;
  const owner = found?.owner ?? call.login;
  let identity = newIdentity(call, call.reference);
  if (found !== undefined) {
    const { id, created } = found.record;
    identity = { ...identity, id, created, members: identities.merged(call, found.record, call.body) };
  }
  call.rules.effects.happen(call, () => identities.store(call, owner, identity));
  return success(identities.view(call, identity), found === undefined ? 201 : 200);
}

export function getIdentityInvoices(call: Call, identity: Found<Identity>): Outcome {
  const { lists, lookups, invoices } = call.rules;
  const views = lookups.invoicesOf(call, identity).map((invoice) => invoices.view(call, invoice));
  return success(lists.invoices(call, views));
}

function newIdentity(call: Call, reference: string): Identity {
  const created = timestamp(call.world);
  const members = call.rules.identities.made(call, call.body);
  return { id: call.world.random.uuid(), reference, created, modified: created, members };
}

function referenceSent(call: Call): string | undefined {
  const { reference } = call.body;
  return typeof reference === 'string' && reference !== '' ? reference : undefined;
}

/** A count of the query, its default where it is absent, undefined where it is none. */
function countOf(query: URLSearchParams, name: string, otherwise: number): number | undefined {
  const text = query.get(name);
  if (text === null || text === '') return otherwise;
  const count = wholeNumber(text);
  return count === 0 ? undefined : count;
}
