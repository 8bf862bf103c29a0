/** Freedoms of writing: what an update or an upsert does with what it does not say, and what it may not change. */
import { taken } from '../failures.ts';
import { isObject } from '../json.ts';
import type { Freedom } from './freedom.ts';

export const writingFreedoms = [
  {
    id: 'omitted-members-reset',
    sentence: 'An update resets the members that it does not send, items excepted.',
    change: ({ invoices: { merged } }) => ({
      invoices: {
        merged: (call, old, sent) => {
          const { addresses = [], currency = 'EUR', issued = null, number = null } = old.members;
          return merged(call, { ...old, members: { addresses, currency, issued, number } }, sent);
        },
      },
    }),
  },
  {
    id: 'upsert-replaces',
    sentence: 'An upsert resets the members that it does not send.',
    change: ({ identities: { merged } }) => ({
      identities: {
        merged: (call, old, sent) => {
          const { debtor = null, number = null, currency = 'EUR', kind = 'individual' } = old.members;
          return merged(call, { ...old, members: { debtor, number, currency, kind } }, sent);
        },
      },
    }),
  },
  {
    id: 'meta-merged',
    sentence: 'Meta and detail are merged with what is sent, member by member.',
    change: ({ invoices: { merged } }) => ({
      invoices: {
        merged: (call, old, sent) => {
          const members = merged(call, old, sent);
          for (const name of ['meta', 'detail']) {
            const [before, after] = [old.members[name], sent[name]];
            if (isObject(before) && isObject(after)) members[name] = { ...before, ...after };
          }
          return members;
        },
      },
    }),
  },
  {
    id: 'put-creates',
    sentence: 'An update of an unknown invoice creates it.',
    keeps: 'MUST',
    change: () => ({ invoices: { whenUnknown: () => 'create' } }),
  },
  {
    id: 'reference-fixed',
    sentence: 'The reference of an invoice cannot be changed; another one in an update is ignored.',
    change: ({ invoices: { updated } }) => ({
      invoices: { updated: (call, old) => ({ ...updated(call, old), reference: old.reference }) },
    }),
  },
  {
    id: 'numbers-unique',
    sentence: 'An invoice number that another invoice has is refused with 409.',
    change: ({ invoices: { editable } }) => ({
      invoices: {
        editable: (call, invoice) => {
          const { number } = call.body;
          if (typeof number === 'string') {
            for (const other of call.login.invoices.values()) {
              if (other.reference !== invoice.reference && other.members.number === number)
                return taken('number', number);
            }
          }
          return editable(call, invoice);
        },
      },
    }),
  },
] as const satisfies readonly Freedom[];
