/** The operations the suite checks, as the documentation names them. Method and path are exact; `source` is a page slug. */

/** One documented operation. */
export interface Operation {
  readonly method: 'GET' | 'POST' | 'PUT';
  /** Path below the base URL, with `{name}` for each path parameter. */
  readonly path: string;
  /** Slug of the documentation page. */
  readonly source: string;
  /** The page lists the `Idempotency-Key` header. */
  readonly keyed: boolean;
}

export const operations = {
  resendInvoice: {
    method: 'POST',
    path: '/invoices/{invoiceReference}/resendInvoice',
    source: 'invoices-resendinvoice',
    keyed: true,
  },
  modifyDunning: {
    method: 'POST',
    path: '/invoices/{invoiceReference}/modifyDunning',
    source: 'invoices-modifydunning',
    keyed: true,
  },
  updateInvoice: {
    method: 'PUT',
    path: '/invoices/{invoiceReference}',
    source: 'invoices-update',
    keyed: false,
  },
  getInvoice: {
    method: 'GET',
    path: '/invoices/{invoiceReference}',
    source: 'invoices-getbyreference',
    keyed: false,
  },
  createInvoice: {
    method: 'POST',
    path: '/identities/{identityReference}/invoices',
    source: 'identities-createinvoice',
    keyed: true,
  },
  commitInvoice: {
    method: 'POST',
    path: '/invoices/{invoiceReference}/commitInvoice',
    source: 'invoices-commitinvoice',
    keyed: true,
  },
  getInvoiceDocuments: {
    method: 'GET',
    path: '/invoices/{invoiceReference}/documents',
    source: 'invoices-getdocuments',
    keyed: false,
  },
  getIdentity: {
    method: 'GET',
    path: '/identities/{identityReference}',
    source: 'identities-getbyreference',
    keyed: false,
  },
  listIdentities: { method: 'GET', path: '/identities', source: 'identities-list', keyed: false },
  createIdentity: { method: 'POST', path: '/identities', source: 'identities-create', keyed: true },
  upsertIdentity: {
    method: 'PUT',
    path: '/identities/{identityReference}',
    source: 'identities-upsert',
    keyed: false,
  },
  getIdentityInvoices: {
    method: 'GET',
    path: '/identities/{identityReference}/invoices',
    source: 'identities-getinvoicesbyidentityreference',
    keyed: false,
  },
} as const satisfies Record<string, Operation>;

/** A documented operation, by its operationId. */
export type DocumentedOperation = keyof typeof operations;

/** What a check is about: a documented operation, or a route that no page documents. */
export type OperationId = DocumentedOperation | 'unknownRoute';

const all = Object.keys(operations) as DocumentedOperation[];

/** Every documented operation that the suite calls. */
export const everyOperation: readonly DocumentedOperation[] = all;

/** The operations whose pages list `Idempotency-Key`. */
export const keyedOperations = [
  'resendInvoice',
  'modifyDunning',
  'commitInvoice',
  'createIdentity',
  'createInvoice',
] as const satisfies readonly DocumentedOperation[];

/** The operations that only read. */
export const readingOperations = [
  'getInvoice',
  'getInvoiceDocuments',
  'getIdentity',
  'listIdentities',
  'getIdentityInvoices',
] as const satisfies readonly DocumentedOperation[];

/** The operations whose body has documented members to validate. */
export const validatedOperations = [
  'updateInvoice',
  'modifyDunning',
  'createInvoice',
  'createIdentity',
  'upsertIdentity',
] as const satisfies readonly DocumentedOperation[];
