/** Invoices of the terse server: creating, reading, updating, and reading their documents. */
import { randomUUID } from 'node:crypto';
import { type Answer, refuse } from './answer.ts';
import { invoiceFields } from './fields.ts';
import { identityOf } from './identities.ts';
import { readJson } from './json.ts';
import type { Call } from './routes.ts';
import { showInvoice } from './show.ts';
import type { Book, Entry } from './store.ts';

/** The invoice a write is about. */
export function invoiceOf(book: Book, reference = ''): Entry {
  return book.invoices.now(reference) ?? refuse(404, 'there is no such invoice');
}

export function create(call: Call): Answer {
  const { book } = call;
  const identity = identityOf(book, call.references[0]);
  const body = readJson(call, invoiceFields);
  const reference = typeof body.reference === 'string' ? body.reference : randomUUID();
  if (book.invoices.now(reference) !== undefined) refuse(409, 'the reference is in use');
  const time = new Date().toISOString();
  const invoice = {
    id: randomUUID(),
    created: time,
    currency: identity.currency,
    addresses: identity.addresses ?? [],
    dunninglevel: 0,
    state: 'none',
    identity: { reference: identity.reference, debtor: identity.debtor },
    items: [],
    ...body,
    modified: time,
    reference,
  };
  book.invoices.put(reference, invoice);
  return { status: 201, body: showInvoice(invoice) };
}

export function update(call: Call): Answer {
  const [reference = ''] = call.references;
  const invoice = invoiceOf(call.book, reference);
  const body = readJson(call, invoiceFields);
  if (invoice.committed === true) refuse(409, 'the invoice is locked');
  if (body.reference !== undefined && body.reference !== reference) refuse(400, 'the reference cannot be changed');
  const changed = { ...invoice, ...body, modified: new Date().toISOString() };
  call.book.invoices.put(reference, changed);
  return { status: 200, body: showInvoice(changed) };
}

export function read({ book, references: [reference = ''] }: Call): Answer {
  return { status: 200, body: showInvoice(seenInvoice(book, reference)) };
}

export function ofIdentity({ book, references: [reference = ''] }: Call): Answer {
  if (book.identities.seen(reference) === undefined) refuse(404, 'there is no such identity');
  const mine = ({ identity }: Entry) => (identity as Entry).reference === reference;
  return { status: 200, body: book.invoices.allSeen().filter(mine).map(showInvoice) };
}

export function documents({ book, query, references: [reference = ''] }: Call): Answer {
  seenInvoice(book, reference);
  const limit = wholeNumber(query, 'limit');
  const offset = wholeNumber(query, 'offset');
  const list = book.documents.seen(reference)?.list;
  const all = Array.isArray(list) ? (list as unknown[]) : [];
  return { status: 200, body: all.slice(offset, limit === 0 ? undefined : offset + limit) };
}

function seenInvoice(book: Book, reference: string): Entry {
  return book.invoices.seen(reference) ?? refuse(404, 'there is no such invoice');
}

function wholeNumber(query: URLSearchParams, name: string): number {
  const value = query.get(name) ?? '0';
  return /^\d{1,6}$/.test(value) ? Number(value) : refuse(400, `${name} must be a whole number`);
}
