/** Invoices of the talkative server. */
import { randomUUID } from 'node:crypto';
import { accept, invoiceReaders, isObject, parse } from './accept.ts';
import { failure } from './failure.ts';
import type { Call } from './routes.ts';
import { type Desk, type Invoice, now, type Result, showInvoice, type Thing, type Values } from './state.ts';

export function createInvoice({ desk, account, body, found: identity, type }: Call<Thing>): Result {
  const values = accept(parse(body, type), invoiceReaders);
  const reference = typeof values.reference === 'string' ? values.reference : `V-${desk.number()}`;
  if (desk.invoices.some((other) => other.owner === account && other.reference === reference)) {
    throw failure(409, `${reference} is taken`);
  }
  const given = {
    addresses: identity.values.addresses ?? [],
    currency: identity.values.currency,
    items: [],
    state: 'none',
  };
  const made = { created: now(), id: randomUUID(), modified: now() };
  const invoice: Invoice = {
    owner: account,
    reference,
    identity,
    documents: [],
    locked: false,
    values: withItemIds(desk, { ...given, ...values, ...made }),
  };
  desk.invoices.push(invoice);
  return { status: 200, body: showInvoice(invoice), location: `/api/invoices/${encodeURIComponent(reference)}` };
}

/** `meta` and `detail` are merged, everything else is replaced; the reference stays. */
export function updateInvoice({ desk, body, found: invoice, type }: Call<Invoice>): Result {
  const { reference: _, ...values } = accept(parse(body, type), invoiceReaders);
  if (invoice.locked) throw failure(400, 'a committed invoice is not changed any more');
  for (const name of ['meta', 'detail']) {
    const before = invoice.values[name];
    const given = values[name];
    if (isObject(before) && isObject(given)) values[name] = { ...before, ...given };
  }
  invoice.values = { ...invoice.values, ...withItemIds(desk, values), modified: now() };
  return { status: 200, body: showInvoice(invoice) };
}

function withItemIds(desk: Desk, values: Values): Values {
  if (!Array.isArray(values.items)) return values;
  return { ...values, items: (values.items as Values[]).map((item) => ({ ...item, id: desk.number() })) };
}

export function readInvoice({ found }: Call<Invoice>): Result {
  return { status: 200, body: showInvoice(found) };
}

export function invoicesOfIdentity({ desk, found }: Call<Thing>): Result {
  const rows = desk.invoices.filter(({ identity }) => identity === found).map(showInvoice);
  return { status: 200, body: { rows, total: rows.length } };
}
