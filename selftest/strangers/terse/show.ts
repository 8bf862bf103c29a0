/** How the terse server shows what it holds: every member there is, null where unset, in falling order. */
import type { Entry } from './store.ts';

const identityMembers = [
  ...['addresses', 'created', 'currency', 'debtor', 'detail', 'emails', 'id', 'kind', 'meta', 'modified'],
  ...['name', 'number', 'phones', 'reference'],
];

const invoiceMembers = [
  ...['accountingdate', 'addresses', 'cancelationdate', 'created', 'currency', 'detail', 'due', 'dunninglevel', 'id'],
  ...['identity', 'issued', 'items', 'meta', 'modified', 'netbased', 'number', 'orderdate', 'ordernumber'],
  ...['paymentkind', 'reference', 'startDunningDate', 'state'],
];

const dates = new Set(['accountingdate', 'cancelationdate', 'created', 'due', 'issued', 'modified', 'orderdate']);

export const showIdentity = (entry: Entry): Entry => show(entry, identityMembers);

export const showInvoice = (entry: Entry): Entry => show(entry, invoiceMembers);

function show(entry: Entry, members: readonly string[]): Entry {
  return Object.fromEntries(members.toReversed().map((name) => [name, showMember(name, entry[name] ?? null)]));
}

function showMember(name: string, value: unknown): unknown {
  if (typeof value === 'string' && dates.has(name)) return new Date(value).toISOString();
  if (name === 'items' && Array.isArray(value)) return (value as Entry[]).map(showItem);
  return value;
}

function showItem(item: Entry): Entry {
  return { ...item, unitprice: decimal(item.unitprice, 4), quantity: decimal(item.quantity, 2) };
}

/** A number as a decimal string with at least so many places. */
function decimal(value: unknown, places: number): string {
  const plain = String(value);
  if (!/^-?\d+(\.\d+)?$/.test(plain)) return plain;
  const [whole = '0', part = ''] = plain.split('.');
  return `${whole}.${part.padEnd(places, '0')}`;
}
