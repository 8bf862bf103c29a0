/** How each operation is carried out. */
import type { ServedOperation } from '../routes.ts';
import { getInvoiceDocuments, importExternalDocument } from './documents.ts';
import { createIdentity, getIdentity, getIdentityInvoices, listIdentities, upsertIdentity } from './identities.ts';
import { createInvoice, getInvoice, updateInvoice, updateUnknownInvoice } from './invoices.ts';
import { onIdentity, onInvoice, onNothing, type Performer } from './steps.ts';
import { commitInvoice, modifyDunning, resendInvoice } from './tasks.ts';

export const performers: Readonly<Record<ServedOperation, Performer>> = {
  getIdentity: onIdentity(getIdentity),
  listIdentities: onNothing(listIdentities),
  createIdentity: onNothing(createIdentity),
  upsertIdentity: onNothing(upsertIdentity),
  getIdentityInvoices: onIdentity(getIdentityInvoices),
  createInvoice: onIdentity(createInvoice),
  getInvoice: onInvoice(getInvoice),
  updateInvoice: onInvoice(updateInvoice, updateUnknownInvoice),
  commitInvoice: onInvoice(commitInvoice),
  resendInvoice: onInvoice(resendInvoice),
  modifyDunning: onInvoice(modifyDunning),
  getInvoiceDocuments: onInvoice(getInvoiceDocuments),
  importExternalDocument: onInvoice(importExternalDocument),
};
