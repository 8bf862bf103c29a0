/** Every interaction of the contract. */
import type { Interaction } from '../../helpers/pact/interaction.ts';
import { commitInvoice } from './commitInvoice.ts';
import { createIdentity } from './createIdentity.ts';
import { createInvoice } from './createInvoice.ts';
import { getIdentity } from './getIdentity.ts';
import { getIdentityInvoices } from './getIdentityInvoices.ts';
import { getInvoice } from './getInvoice.ts';
import { getInvoiceDocuments } from './getInvoiceDocuments.ts';
import { listIdentities } from './listIdentities.ts';
import { modifyDunning } from './modifyDunning.ts';
import { resendInvoice } from './resendInvoice.ts';
import { updateInvoice } from './updateInvoice.ts';
import { upsertIdentity } from './upsertIdentity.ts';

/** In the order of the operations; each description is there once. */
export const interactions: readonly Interaction[] = [
  ...resendInvoice,
  ...modifyDunning,
  ...updateInvoice,
  ...getInvoice,
  ...createInvoice,
  ...commitInvoice,
  ...getInvoiceDocuments,
  ...getIdentity,
  ...listIdentities,
  ...createIdentity,
  ...upsertIdentity,
  ...getIdentityInvoices,
];
