/** Faults of what one account sees and changes of another's. */
import type { Call } from '../call.ts';
import type { Found } from '../rules.ts';
import { type Fault, on, type Where } from './fault.ts';

/** The record that bears the reference in any account, the caller's own first. */
function anywhere<T>(call: Call, find: (owner: Call['login']) => T | undefined): Found<T> | undefined {
  for (const owner of [call.login, ...call.world.accounts]) {
    const record = find(owner);
    if (record !== undefined) return { owner, record };
  }
  return undefined;
}

function invoicesOfAll(where: Where): Fault['change'] {
  return ({ lookups: { invoice } }) => ({
    lookups: {
      invoice: on(where, invoice, (call, reference) => anywhere(call, ({ invoices }) => invoices.get(reference))),
    },
  });
}

function identitiesOfAll(where: Where): Fault['change'] {
  return ({ lookups: { identity } }) => ({
    lookups: {
      identity: on(where, identity, (call, reference) => anywhere(call, ({ identities }) => identities.get(reference))),
    },
  });
}

function actDespiteRefusal(where: Where): Fault['change'] {
  return ({ lookups: { actsDespiteRefusal } }) => ({
    lookups: { actsDespiteRefusal: on(where, actsDespiteRefusal, () => true) },
  });
}

export const accountFaults = [
  {
    id: 'update-reaches-the-other-account',
    breaks: 'accounts.same-reference-kept-apart',
    operation: 'updateInvoice',
    sentence: "An update stores its items on every account's invoice of that reference.",
    change: ({ invoices: { afterUpdate } }) => ({
      invoices: {
        afterUpdate: (call, owner, invoice) => {
          afterUpdate(call, owner, invoice);
          for (const { invoices } of call.world.accounts) {
            const same = invoices.get(invoice.reference);
            if (same !== undefined) invoices.set(invoice.reference, { ...same, items: invoice.items });
          }
        },
      },
    }),
  },
  {
    id: 'foreign-invoice-readable',
    breaks: 'accounts.foreign-resource-refused',
    operation: 'getInvoice',
    sentence: 'An account reads the invoices of another.',
    change: invoicesOfAll('getInvoice'),
  },
  {
    id: 'foreign-invoice-changeable',
    breaks: 'accounts.foreign-resource-refused',
    operation: 'updateInvoice',
    sentence: 'An account updates the invoices of another.',
    change: invoicesOfAll('updateInvoice'),
  },
  {
    id: 'foreign-invoice-committable',
    breaks: 'accounts.foreign-resource-refused',
    operation: 'commitInvoice',
    sentence: 'An account commits the invoices of another.',
    change: invoicesOfAll('commitInvoice'),
  },
  {
    id: 'foreign-invoice-resendable',
    breaks: 'accounts.foreign-resource-refused',
    operation: 'resendInvoice',
    sentence: 'An account resends the invoices of another.',
    change: invoicesOfAll('resendInvoice'),
  },
  {
    id: 'foreign-invoice-dunnable',
    breaks: 'accounts.foreign-resource-refused',
    operation: 'modifyDunning',
    sentence: 'An account changes the dunning of the invoices of another.',
    change: invoicesOfAll('modifyDunning'),
  },
  {
    id: 'foreign-documents-readable',
    breaks: 'accounts.foreign-resource-refused',
    operation: 'getInvoiceDocuments',
    sentence: 'An account reads the documents of another.',
    change: invoicesOfAll('getInvoiceDocuments'),
  },
  {
    id: 'foreign-identity-readable',
    breaks: 'accounts.foreign-resource-refused',
    operation: 'getIdentity',
    sentence: 'An account reads the customers of another.',
    change: identitiesOfAll('getIdentity'),
  },
  {
    id: 'foreign-invoices-listed',
    breaks: 'accounts.foreign-resource-refused',
    operation: 'getIdentityInvoices',
    sentence: "An account lists the invoices of another's customer.",
    change: identitiesOfAll('getIdentityInvoices'),
  },
  {
    id: 'foreign-identity-billable',
    breaks: 'accounts.foreign-resource-refused',
    operation: 'createInvoice',
    sentence: "An account bills another's customer.",
    change: identitiesOfAll('createInvoice'),
  },
  {
    id: 'foreign-is-400',
    breaks: 'accounts.foreign-resource-refused',
    operation: 'getInvoice',
    sentence: "Reading another account's invoice is answered with 400.",
    change: ({ lookups: { refusal } }) => ({
      lookups: {
        refusal: on('getInvoice', refusal, (call, kind, reference) => {
          const outcome = refusal(call, kind, reference);
          const known = anywhere(call, ({ invoices }) => invoices.get(reference)) !== undefined;
          return known && !outcome.ok ? { ...outcome, status: 400 } : outcome;
        }),
      },
    }),
  },
  {
    id: 'foreign-update-carried-out',
    breaks: 'accounts.foreign-call-has-no-effect',
    operation: 'updateInvoice',
    sentence: "An update of another account's invoice is carried out and answered with 404.",
    change: actDespiteRefusal('updateInvoice'),
  },
  {
    id: 'foreign-dunning-carried-out',
    breaks: 'accounts.foreign-call-has-no-effect',
    operation: 'modifyDunning',
    sentence: "A change of another account's dunning is carried out and answered with 404.",
    change: actDespiteRefusal('modifyDunning'),
  },
  {
    id: 'foreign-resend-carried-out',
    breaks: 'accounts.foreign-call-has-no-effect',
    operation: 'resendInvoice',
    sentence: "A resend of another account's invoice is carried out and answered with 404.",
    change: actDespiteRefusal('resendInvoice'),
  },
  {
    id: 'foreign-billing-carried-out',
    breaks: 'accounts.foreign-call-has-no-effect',
    operation: 'createInvoice',
    sentence: "An invoice for another account's customer is created and answered with 404.",
    change: actDespiteRefusal('createInvoice'),
  },
  {
    id: 'list-of-all-accounts',
    breaks: 'accounts.list-shows-own-identities',
    operation: 'listIdentities',
    sentence: 'A list holds the customers of every account.',
    change: () => ({
      lookups: {
        // The others first and newest first, so that a long list of one's own does not hide them.
        identities: ({ world, login }) =>
          [...world.accounts]
            .sort((one, other) => Number(one === login) - Number(other === login))
            .flatMap(({ identities }) => [...identities.values()].toReversed()),
      },
    }),
  },
  {
    id: 'references-shared-by-accounts',
    breaks: 'accounts.same-reference-kept-apart',
    operation: 'upsertIdentity',
    sentence: 'An upsert overwrites the customer of the same reference in every account.',
    change: ({ identities: { store } }) => ({
      identities: {
        store: on('upsertIdentity', store, (call, owner, identity) => {
          for (const other of call.world.accounts) {
            if (other === owner || other.identities.has(identity.reference)) store(call, other, identity);
          }
        }),
      },
    }),
  },
  {
    id: 'invoices-listed-over-accounts',
    breaks: 'accounts.same-reference-kept-apart',
    operation: 'getIdentityInvoices',
    sentence: 'The invoices of a customer are those of every account whose customer has the same reference.',
    change: () => ({
      lookups: {
        invoicesOf: (call, { record }) =>
          call.world.accounts.flatMap(({ invoices }) =>
            [...invoices.values()].filter(({ identityReference }) => identityReference === record.reference),
          ),
      },
    }),
  },
] as const satisfies readonly Fault[];
