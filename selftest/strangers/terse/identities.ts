/** Identities of the terse server and their bank accounts. */
import { randomUUID } from 'node:crypto';
import { type Answer, refuse } from './answer.ts';
import { bankFields, identityFields } from './fields.ts';
import { readJson } from './json.ts';
import type { Call } from './routes.ts';
import { showIdentity } from './show.ts';
import type { Book, Entry } from './store.ts';

/** The identity a write is about. */
export function identityOf(book: Book, reference = ''): Entry {
  return book.identities.now(reference) ?? refuse(404, 'there is no such identity');
}

export function create(call: Call): Answer {
  const body = readJson(call, identityFields);
  const reference = typeof body.reference === 'string' ? body.reference : randomUUID();
  if (call.book.identities.now(reference) !== undefined) refuse(409, 'the reference is in use');
  return { status: 201, body: showIdentity(store(call.book, reference, body)) };
}

export function upsert(call: Call): Answer {
  const [reference = ''] = call.references;
  const body = readJson(call, identityFields);
  if (body.reference !== undefined && body.reference !== reference) refuse(400, 'reference differs from the path');
  const before = call.book.identities.now(reference);
  return { status: before === undefined ? 201 : 200, body: showIdentity(store(call.book, reference, body, before)) };
}

function store(book: Book, reference: string, body: Entry, before?: Entry): Entry {
  const time = new Date().toISOString();
  const number = `K${book.nextId()}`;
  const fresh = {
    id: randomUUID(),
    created: time,
    debtor: String(100_000 + Number(book.nextId())),
    number,
    currency: 'EUR',
  };
  const entry = { ...(before ?? fresh), ...body, reference, modified: time };
  book.identities.put(reference, entry);
  return entry;
}

export function read({ book, references: [reference = ''] }: Call): Answer {
  return {
    status: 200,
    body: showIdentity(book.identities.seen(reference) ?? refuse(404, 'there is no such identity')),
  };
}

export function list({ book, query }: Call): Answer {
  const page = wholeNumber(query, 'page', 1);
  const pageSize = wholeNumber(query, 'pageSize', 20);
  const rows = book.identities.allSeen().slice((page - 1) * pageSize, page * pageSize);
  return { status: 200, body: { rows: rows.map(showIdentity), pageSize, page } };
}

function wholeNumber(query: URLSearchParams, name: string, otherwise: number): number {
  const value = query.get(name);
  if (value === null) return otherwise;
  return /^[1-9]\d{0,5}$/.test(value) ? Number(value) : refuse(400, `${name} must be a whole number above 0`);
}

export function addBankAccount(call: Call): Answer {
  const [reference = ''] = call.references;
  identityOf(call.book, reference);
  const account = { ...readJson(call, bankFields), id: call.book.nextId() };
  const before = call.book.accounts.now(reference)?.list;
  call.book.accounts.put(reference, { list: [...(Array.isArray(before) ? before : []), account] });
  return { status: 201, body: account };
}

export function bankAccounts({ book, references: [reference = ''] }: Call): Answer {
  if (book.identities.seen(reference) === undefined) refuse(404, 'there is no such identity');
  return { status: 200, body: book.accounts.seen(reference)?.list ?? [] };
}
