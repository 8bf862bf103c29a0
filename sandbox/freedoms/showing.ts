/** Freedoms of what is shown: members that are left out, and names that the server gives. */
import { without } from '../json.ts';
import type { Freedom } from './freedom.ts';

export const showingFreedoms = [
  {
    id: 'currency-fixed',
    sentence: 'The currency of an invoice stays; another one in an update is ignored.',
    change: ({ invoices: { merged } }) => ({
      invoices: {
        merged: (call, old, sent) => ({ ...merged(call, old, sent), currency: old.members.currency ?? 'EUR' }),
      },
    }),
  },
  {
    id: 'totals-hidden',
    sentence: 'An invoice shows neither its total nor what is unpaid.',
    change: ({ invoices: { view } }) => ({
      invoices: { view: (call, invoice) => without(view(call, invoice), 'total', 'unpaid') },
    }),
  },
  {
    id: 'resends-hidden',
    sentence: 'A resend does not show among the documents.',
    change: () => ({ resend: { sent: (_call, invoice) => invoice } }),
  },
  {
    id: 'items-numbered',
    sentence: 'Items get ids and positions that change with each update, and account and cost center by default.',
    change: ({ items: { stored }, invoices: { view } }) => ({
      items: { stored: (call, item) => ({ id: call.world.random.uuid(), account: '8400', ...stored(call, item) }) },
      invoices: {
        view: (call, invoice) => {
          const shown = view(call, invoice);
          return { ...shown, items: invoice.items.map((item, index) => ({ position: index + 1, ...item })) };
        },
      },
    }),
  },
  {
    id: 'references-as-uuids',
    sentence: 'Generated references are UUIDs.',
    change: () => ({
      identities: { referenceWhenAbsent: ({ world }) => world.random.uuid() },
      invoices: { referenceWhenAbsent: ({ world }) => world.random.uuid() },
    }),
  },
  {
    id: 'references-with-signs',
    sentence: 'Generated references hold a slash and a space.',
    change: () => ({
      identities: { referenceWhenAbsent: ({ world }) => `C/${world.nextNumber()} a` },
      invoices: { referenceWhenAbsent: ({ world }) => `R/${world.nextNumber()} b` },
    }),
  },
  {
    id: 'debtor-hidden',
    sentence: 'An identity shows no debtor number.',
    change: ({ identities: { view } }) => ({
      identities: { view: (call, identity) => without(view(call, identity), 'debtor') },
    }),
  },
  {
    id: 'addresses-hidden',
    sentence: 'An invoice shows no addresses.',
    change: ({ invoices: { view } }) => ({
      invoices: { view: (call, invoice) => without(view(call, invoice), 'addresses') },
    }),
  },
] as const satisfies readonly Freedom[];
