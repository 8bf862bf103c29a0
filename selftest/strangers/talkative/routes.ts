/** The operations of the talkative server by path and method, and what each is about. */
import type { ParsedUrlQuery } from 'node:querystring';
import { failure } from './failure.ts';
import { createIdentity, listIdentities, readIdentity, upsertIdentity } from './identities.ts';
import { commit, documents, importDocument, modifyDunning, resend } from './invoice-tasks.ts';
import { createInvoice, invoicesOfIdentity, readInvoice, updateInvoice } from './invoices.ts';
import type { Desk, Invoice, Result, Thing } from './state.ts';

/** A request on its way through an operation. */
export interface Call<Found> {
  readonly desk: Desk;
  readonly account: string;
  readonly references: readonly string[];
  readonly found: Found;
  readonly body: Buffer;
  readonly type: string;
  readonly query: ParsedUrlQuery;
}

interface Operation {
  /** What the path names; an error where it is not there or another account's. */
  find(desk: Desk, account: string, references: readonly string[]): unknown;
  run(call: Call<unknown>): Result | Promise<Result>;
  readonly keyed?: boolean;
}

function about<Found>(
  find: (desk: Desk, account: string, reference: string) => Found,
  run: (call: Call<Found>) => Result | Promise<Result>,
  keyed = true,
): Operation {
  return {
    keyed,
    find: (desk, account, [reference = '']) => find(desk, account, reference),
    run: (call) => run(call as Call<Found>),
  };
}

const nothing = (): undefined => undefined;
const identity = (desk: Desk, account: string, reference: string): Thing => mine(desk.identities, account, reference);
const invoice = (desk: Desk, account: string, reference: string): Invoice => mine(desk.invoices, account, reference);

function mine<T extends Thing>(things: readonly T[], account: string, reference: string): T {
  const named = things.filter((thing) => thing.reference === reference);
  const own = named.find(({ owner }) => owner === account);
  if (own !== undefined) return own;
  throw named.length > 0 ? failure(403, `${reference} is not yours`) : failure(404, `${reference} does not exist`);
}

const table: readonly (readonly [RegExp, Readonly<Record<string, Operation>>])[] = [
  [/^\/api\/identities$/, { GET: about(nothing, listIdentities), POST: about(nothing, createIdentity) }],
  [/^\/api\/identities\/([^/]+)$/, { GET: about(identity, readIdentity), PUT: about(nothing, upsertIdentity) }],
  [
    /^\/api\/identities\/([^/]+)\/invoices$/,
    { GET: about(identity, invoicesOfIdentity), POST: about(identity, createInvoice) },
  ],
  [/^\/api\/invoices\/([^/]+)$/, { GET: about(invoice, readInvoice), PUT: about(invoice, updateInvoice) }],
  [/^\/api\/invoices\/([^/]+)\/documents$/, { GET: about(invoice, documents) }],
  [/^\/api\/invoices\/([^/]+)\/commitInvoice$/, { POST: about(invoice, commit) }],
  [/^\/api\/invoices\/([^/]+)\/resendInvoice$/, { POST: about(invoice, resend) }],
  [/^\/api\/invoices\/([^/]+)\/modifyDunning$/, { POST: about(invoice, modifyDunning) }],
  [/^\/api\/invoices\/([^/]+)\/importExternalDocument$/, { POST: about(invoice, importDocument, false) }],
];

/** What can be done at a path. */
export function findRoute(path: string): { operations: Readonly<Record<string, Operation>>; references: string[] } {
  for (const [pattern, operations] of table) {
    const found = pattern.exec(path);
    if (found !== null) return { operations, references: found.slice(1).map(decode) };
  }
  throw failure(404, 'no operation has this path');
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw failure(400, 'the path is not percent-encoded UTF-8');
  }
}
