/** Faults of whose an invoice is, and of the reference under which it is found. */
import { found } from '../rules/reading.ts';
import { type Fault, on } from './fault.ts';
import { lastIdentityBut } from './neighbours.ts';

/** Where no invoice bears the reference asked for, another one is read that fits. */
function foundBy(fits: (reference: string, asked: string) => boolean): Fault['change'] {
  return ({ lookups: { invoice } }) => ({
    lookups: {
      invoice: on('getInvoice', invoice, (call, reference) => {
        const like = [...call.login.invoices.values()].find((one) => fits(one.reference, reference));
        return invoice(call, reference) ?? (like === undefined ? undefined : found(call.login, like));
      }),
    },
  });
}

export const belongingFaults = [
  {
    id: 'update-gives-the-invoice-away',
    breaks: 'update.keeps-its-identity',
    operation: 'updateInvoice',
    sentence: 'An update gives the invoice to another customer.',
    change: () => ({
      invoices: {
        afterUpdate: (call, owner, invoice) => {
          const other = lastIdentityBut(call.login.identities, invoice.identityReference);
          if (other === undefined) return;
          owner.invoices.set(invoice.reference, { ...invoice, identityReference: other.reference });
        },
      },
    }),
  },
  {
    id: 'update-gives-another-id',
    breaks: 'update.keeps-its-id',
    operation: 'updateInvoice',
    sentence: 'An update stores the invoice under an id of its own.',
    change: ({ invoices: { updated } }) => ({
      invoices: { updated: (call, old) => ({ ...updated(call, old), id: `${old.id}-${call.world.nextNumber()}` }) },
    }),
  },
  {
    id: 'beginning-of-a-reference-found',
    breaks: 'get-invoice.by-whole-reference',
    operation: 'getInvoice',
    sentence: 'An invoice is read by the beginning of its reference as well.',
    change: foundBy((reference, asked) => reference.startsWith(asked)),
  },
  {
    id: 'longer-reference-found',
    breaks: 'get-invoice.by-whole-reference',
    operation: 'getInvoice',
    sentence: 'What follows the reference of an invoice in a path is not looked at.',
    change: foundBy((reference, asked) => asked.startsWith(reference)),
  },
  {
    id: 'upsert-removes-invoices',
    breaks: 'identity.upsert-keeps-its-invoices',
    operation: 'upsertIdentity',
    sentence: 'An upsert of an identity that exists removes its invoices.',
    change: ({ identities: { store } }) => ({
      identities: {
        store: on('upsertIdentity', store, (call, owner, identity) => {
          for (const { reference, identityReference } of [...owner.invoices.values()]) {
            if (identityReference === identity.reference) owner.invoices.delete(reference);
          }
          store(call, owner, identity);
        }),
      },
    }),
  },
] as const satisfies readonly Fault[];
