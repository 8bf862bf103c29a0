/** Identities of the talkative server. */
import { randomUUID } from 'node:crypto';
import { accept, identityReaders, parse } from './accept.ts';
import { failure } from './failure.ts';
import type { Call } from './routes.ts';
import { now, type Result, showIdentity, type Thing, type Values } from './state.ts';

export function createIdentity(call: Call<undefined>): Result {
  const values = accept(parse(call.body, call.type), identityReaders);
  const reference = typeof values.reference === 'string' ? values.reference : `I-${call.desk.number()}`;
  if (find(call, reference) !== undefined) throw failure(409, `${reference} is taken`);
  return add(call, reference, values);
}

export function upsertIdentity(call: Call<undefined>): Result {
  const [reference = ''] = call.references;
  const values = accept(parse(call.body, call.type), identityReaders);
  const known = find(call, reference);
  if (known === undefined) return add(call, reference, values);
  known.values = { ...known.values, ...values, modified: now() };
  return { status: 200, body: showIdentity(known) };
}

function find({ desk, account }: Call<unknown>, reference: string): Thing | undefined {
  return desk.identities.find((identity) => identity.owner === account && identity.reference === reference);
}

function add({ desk, account }: Call<unknown>, reference: string, values: Values): Result {
  const created = { created: now(), currency: 'EUR', debtor: desk.number(), id: randomUUID(), kind: 'individual' };
  const identity = {
    owner: account,
    reference,
    values: { ...created, modified: now(), number: desk.number(), ...values },
  };
  desk.identities.push(identity);
  return {
    status: 200,
    body: showIdentity(identity),
    location: `/api/identities/${encodeURIComponent(reference)}`,
  };
}

export function readIdentity({ found }: Call<Thing>): Result {
  return { status: 200, body: showIdentity(found) };
}

export function listIdentities({ desk, account, query }: Call<undefined>): Result {
  const page = Math.max(1, Number(query.page ?? 1) || 1);
  const pageSize = Math.min(100, Math.max(1, Number(query.pageSize ?? 10) || 10));
  const all = desk.identities.filter(({ owner }) => owner === account);
  const rows = all.slice((page - 1) * pageSize, page * pageSize).map(showIdentity);
  return {
    status: 200,
    body: { page, pageSize, pages: Math.ceil(all.length / pageSize), query: {}, rows, total: all.length },
  };
}
