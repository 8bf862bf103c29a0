/** Faults of creating: invoices, references, conflicts. */
import { notPossible, serverError } from '../failures.ts';
import { isObject, without } from '../json.ts';
import type { Invoice } from '../model.ts';
import { updateUnknownInvoice } from '../operations/invoices.ts';
import { type InvoiceRules, withChange } from '../rules.ts';
import { type Fault, on } from './fault.ts';
import { lastIdentityBut } from './neighbours.ts';

/** Changes what a creation stores. */
function made(change: (invoice: Invoice) => Invoice): Fault['change'] {
  return ({ invoices }) => ({ invoices: { made: (call, invoice) => change(invoices.made(call, invoice)) } });
}

/** Decides what becomes of an invoice that is created under a reference already used; updates are no matter here. */
function whenTaken(choice: InvoiceRules['whenTaken']): Fault['change'] {
  return ({ invoices }) => ({ invoices: { whenTaken: on('createInvoice', invoices.whenTaken, choice) } });
}

export const creationFaults = [
  {
    id: 'create-loses-meta',
    breaks: 'create-invoice.answered-means-stored',
    operation: 'createInvoice',
    sentence: 'An invoice is created without the meta that was sent.',
    change: made((invoice) => ({ ...invoice, members: { ...invoice.members, meta: {} } })),
  },
  {
    id: 'create-shifts-due-date',
    breaks: 'create-invoice.answered-means-stored',
    operation: 'createInvoice',
    sentence: 'An invoice is created with the date of issue as its due date.',
    change: made((invoice) => ({ ...invoice, members: { ...invoice.members, due: invoice.members.issued ?? null } })),
  },
  {
    id: 'create-takes-payment-kind-for-paypal',
    breaks: 'create-invoice.answered-means-stored',
    operation: 'createInvoice',
    sentence: 'Every new invoice is to be paid by PayPal.',
    change: made((invoice) => ({ ...invoice, members: { ...invoice.members, paymentkind: 'PP' } })),
  },
  {
    id: 'create-knows-one-unit',
    breaks: 'create-invoice.answered-means-stored',
    operation: 'createInvoice',
    sentence: 'Every item of a new invoice is counted in pieces.',
    change: made((invoice) => ({ ...invoice, items: invoice.items.map((item) => ({ ...item, unit: 'piece' })) })),
  },
  {
    id: 'addresses-only-where-sent',
    breaks: 'create-invoice.addresses-copied',
    operation: 'createInvoice',
    sentence: 'An invoice has addresses only where some were sent, and shows none otherwise.',
    change: () => ({ invoices: { addressesWhenAbsent: () => undefined } }),
  },
  {
    id: 'create-takes-credit-card-for-transfer',
    breaks: 'create-invoice.answered-means-stored',
    operation: 'createInvoice',
    sentence: 'A new invoice to be paid by credit card is to be paid by transfer.',
    change: made((invoice) =>
      invoice.members.paymentkind === 'CC'
        ? { ...invoice, members: { ...invoice.members, paymentkind: 'CT' } }
        : invoice,
    ),
  },
  {
    id: 'absent-meta-is-the-last-one-sent',
    breaks: 'create-invoice.takes-nothing-from-others',
    operation: 'createInvoice',
    sentence: 'An invoice created without meta gets that of the one created before it.',
    change: ({ invoices }) => {
      let last: Invoice['members'][string] | undefined;
      return {
        invoices: {
          made: (call, invoice) => {
            const right = invoices.made(call, invoice);
            if (call.body.meta === undefined && last !== undefined)
              return { ...right, members: { ...right.members, meta: last } };
            last = call.body.meta ?? last;
            return right;
          },
        },
      };
    },
  },
  {
    id: 'create-loses-last-item',
    breaks: 'create-invoice.answered-means-stored',
    operation: 'createInvoice',
    sentence: 'Of the items of a new invoice the last is lost.',
    change: made((invoice) => ({
      ...invoice,
      items: invoice.items.length > 2 ? invoice.items.slice(0, -1) : invoice.items,
    })),
  },
  {
    id: 'create-cuts-fractions',
    breaks: 'create-invoice.answered-means-stored',
    operation: 'createInvoice',
    sentence: 'Quantities of a new invoice are cut to whole numbers.',
    change: made((invoice) => ({
      ...invoice,
      items: invoice.items.map((item) => ({ ...item, quantity: Math.trunc(Number(item.quantity)) })),
    })),
  },
  {
    id: 'create-writes-meta-as-text',
    breaks: 'create-invoice.answered-means-stored',
    operation: 'createInvoice',
    sentence: 'Numbers and booleans of the meta of a new invoice become texts.',
    change: made((invoice) => ({
      ...invoice,
      members: {
        ...invoice.members,
        meta: Object.fromEntries(
          Object.entries(invoice.members.meta ?? {}).map(([name, value]) => [
            name,
            typeof value === 'object' ? value : String(value),
          ]),
        ),
      },
    })),
  },
  {
    id: 'create-merges-like-items',
    breaks: 'create-invoice.answered-means-stored',
    operation: 'createInvoice',
    sentence: 'Of two like items of a new invoice one is lost.',
    change: made((invoice) => ({
      ...invoice,
      items: invoice.items.filter(
        (item, index) => invoice.items.findIndex((other) => other.label === item.label) === index,
      ),
    })),
  },
  {
    id: 'create-caps-items',
    breaks: 'create-invoice.answered-means-stored',
    operation: 'createInvoice',
    sentence: 'Of more than twenty items of a new invoice twenty are stored.',
    change: made((invoice) => ({ ...invoice, items: invoice.items.slice(0, 20) })),
  },
  {
    id: 'create-cuts-labels',
    breaks: 'create-invoice.answered-means-stored',
    operation: 'createInvoice',
    sentence: 'Labels of the items of a new invoice are cut after 64 characters.',
    change: made((invoice) => ({
      ...invoice,
      items: invoice.items.map((item) => ({ ...item, label: String(item.label).slice(0, 64) })),
    })),
  },
  {
    id: 'create-drops-signs',
    breaks: 'create-invoice.answered-means-stored',
    operation: 'createInvoice',
    sentence: 'Prices below zero of a new invoice lose their sign.',
    change: made((invoice) => ({
      ...invoice,
      items: invoice.items.map((item) => ({ ...item, unitprice: String(item.unitprice).replace('-', '') })),
    })),
  },
  {
    id: 'create-hides-meta',
    breaks: 'create-invoice.answered-means-stored',
    operation: 'createInvoice',
    sentence: 'An invoice is created without the meta that was sent, and shows none until an update.',
    change: made((invoice) => ({ ...invoice, members: without(invoice.members, 'meta') })),
  },
  {
    id: 'create-ignores-currency',
    breaks: 'create-invoice.answered-means-stored',
    operation: 'createInvoice',
    sentence: 'A new invoice has the currency of its customer, whatever was sent.',
    change: ({ invoices: { made: usual } }) => ({
      invoices: {
        made: (call, invoice) => {
          const right = usual(call, invoice);
          const customer = call.login.identities.get(invoice.identityReference);
          return { ...right, members: { ...right.members, currency: customer?.members.currency ?? 'EUR' } };
        },
      },
    }),
  },
  {
    id: 'new-invoices-in-euro',
    breaks: 'create-invoice.currency-of-identity',
    operation: 'createInvoice',
    sentence: 'An invoice without a currency is in euro, whatever the currency of its customer.',
    change: ({ invoices: { made: usual } }) => ({
      invoices: {
        made: (call, invoice) => {
          const made = usual(call, invoice);
          return call.body.currency === undefined ? { ...made, members: { ...made.members, currency: 'EUR' } } : made;
        },
      },
    }),
  },
  {
    id: 'create-loses-order-number',
    breaks: 'create-invoice.answered-means-stored',
    operation: 'createInvoice',
    sentence: 'An invoice is created without the order number that was sent.',
    change: made((invoice) => ({ ...invoice, members: { ...invoice.members, ordernumber: '' } })),
  },
  {
    id: 'create-takes-the-identity-s-addresses',
    breaks: 'create-invoice.answered-means-stored',
    operation: 'createInvoice',
    sentence: 'An invoice that brings its own addresses is given those of its customer.',
    change: ({ invoices }) => ({
      invoices: {
        made: (call, invoice) => {
          const made = invoices.made(call, invoice);
          const addresses = call.login.identities.get(invoice.identityReference)?.members.addresses;
          return addresses === undefined ? made : { ...made, members: { ...made.members, addresses } };
        },
      },
    }),
  },
  {
    id: 'invoice-reference-replaced',
    breaks: 'create.sent-reference-names-it',
    operation: 'createInvoice',
    sentence: 'A new invoice is given a reference although it was sent with one.',
    change: ({ invoices: { made, referenceWhenAbsent } }) => ({
      invoices: { made: (call, invoice) => ({ ...made(call, invoice), reference: referenceWhenAbsent(call) }) },
    }),
  },
  {
    id: 'identity-reference-lengthened',
    breaks: 'create.sent-reference-names-it',
    operation: 'createIdentity',
    sentence: 'The reference of a new customer is filled with zeros to twenty characters.',
    change: ({ identities: { store } }) => ({
      identities: {
        store: on('createIdentity', store, (call, owner, identity) =>
          store(call, owner, { ...identity, reference: identity.reference.padStart(20, '0') }),
        ),
      },
    }),
  },
  {
    id: 'invoice-made-for-nobody',
    breaks: 'create-invoice.unknown-identity-leaves-nothing',
    operation: 'createInvoice',
    sentence: 'An invoice for a customer who does not exist is refused and stored.',
    change: ({ lookups: { refusal } }) => ({
      lookups: {
        refusal: on('createInvoice', refusal, (call, kind, reference) => {
          updateUnknownInvoice({
            ...call,
            reference: String(call.body.reference),
            rules: withChange(call.rules, { invoices: { whenUnknown: () => 'create' } }),
          });
          return refusal(call, kind, reference);
        }),
      },
    }),
  },
  {
    id: 'create-for-another-identity',
    breaks: 'create-invoice.belongs-to-its-identity',
    operation: 'createInvoice',
    sentence: 'An invoice belongs to the customer written last, not to the one it was created for.',
    change: ({ invoices }) => ({
      invoices: {
        made: (call, invoice) => {
          const other = lastIdentityBut(call.login.identities, invoice.identityReference);
          const identityReference = other?.reference ?? invoice.identityReference;
          return { ...invoices.made(call, invoice), identityReference };
        },
      },
    }),
  },
  {
    id: 'invoices-of-all-listed',
    breaks: 'create-invoice.belongs-to-its-identity',
    operation: 'createInvoice',
    sentence: "A customer's invoices are listed together with everybody else's.",
    change: () => ({ lookups: { invoicesOf: (_call, { owner }) => [...owner.invoices.values()] } }),
  },
  {
    id: 'addresses-of-another-copied',
    breaks: 'create-invoice.addresses-copied',
    operation: 'createInvoice',
    sentence: 'An invoice without addresses gets those of another customer.',
    change: () => ({
      invoices: {
        addressesWhenAbsent: (call, { reference }) => {
          const other = lastIdentityBut(call.login.identities, reference)?.members.addresses;
          return Array.isArray(other) ? [...other, { kind: 'billing' }].slice(-1) : [];
        },
      },
    }),
  },
  {
    id: 'addresses-copied-in-part',
    breaks: 'create-invoice.addresses-copied',
    operation: 'createInvoice',
    sentence: 'Copied addresses lose the house number.',
    change: ({ invoices: { addressesWhenAbsent } }) => ({
      invoices: {
        addressesWhenAbsent: (call, identity) => {
          const addresses = addressesWhenAbsent(call, identity);
          if (!Array.isArray(addresses)) return addresses;
          return addresses.map((address) => (isObject(address) ? without(address, 'housenumber') : address));
        },
      },
    }),
  },
  {
    id: 'used-invoice-reference-overwrites',
    breaks: 'create.used-reference-conflicts',
    operation: 'createInvoice',
    sentence: 'An invoice with a reference already used overwrites the first.',
    change: whenTaken(() => 'overwrite'),
  },
  {
    id: 'used-invoice-reference-of-another-identity',
    breaks: 'create.used-reference-conflicts',
    operation: 'createInvoice',
    sentence: "An invoice with the reference of another identity's invoice overwrites that one.",
    change: ({ invoices }) => ({
      invoices: {
        whenTaken: (call, taken) => {
          const isOthers = call.login.invoices.get(taken)?.identityReference !== call.reference;
          return call.operation === 'createInvoice' && isOthers ? 'overwrite' : invoices.whenTaken(call, taken);
        },
      },
    }),
  },
  {
    id: 'used-invoice-reference-renamed',
    breaks: 'create.used-reference-conflicts',
    operation: 'createInvoice',
    sentence: 'An invoice with a reference already used gets another.',
    change: whenTaken(() => 'rename'),
  },
  {
    id: 'used-identity-reference-overwrites',
    breaks: 'create.used-reference-conflicts',
    operation: 'createIdentity',
    sentence: 'An identity with a reference already used overwrites the first.',
    change: () => ({ identities: { whenTaken: () => 'overwrite' } }),
  },
  {
    id: 'used-identity-reference-is-400',
    breaks: 'create.used-reference-conflicts',
    operation: 'createIdentity',
    sentence: 'An identity with a reference already used is refused with 400.',
    change: () => ({ identities: { whenTaken: () => notPossible('This reference is in use') } }),
  },
  {
    id: 'used-invoice-reference-is-500',
    breaks: 'create.used-reference-conflicts',
    operation: 'createInvoice',
    sentence: 'An invoice with a reference already used is answered with 500.',
    change: whenTaken(() => serverError),
  },
  {
    id: 'refused-invoice-overwrites',
    breaks: 'create.conflict-leaves-the-first',
    operation: 'createInvoice',
    sentence: 'An invoice refused with 409 has overwritten the first.',
    change: () => ({ invoices: { overwritesDespiteConflict: () => true } }),
  },
  {
    id: 'refused-identity-overwrites',
    breaks: 'create.conflict-leaves-the-first',
    operation: 'createIdentity',
    sentence: 'An identity refused with 409 has overwritten the first.',
    change: () => ({ identities: { overwritesDespiteConflict: () => true } }),
  },
] as const satisfies readonly Fault[];
