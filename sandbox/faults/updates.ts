/** Faults of reading and updating an invoice, items apart. */
import { instantOf } from '../dates.ts';
import { notPossible } from '../failures.ts';
import { isObject, type Json, mapJson, without } from '../json.ts';
import { found } from '../rules/reading.ts';
import { contents, type Fault, on } from './fault.ts';
import { siblingsOf } from './neighbours.ts';

const day = 24 * 60 * 60 * 1000;

/** An update keeps the old value of one member, or changes the new one. */
function member(name: string, value: (sent: Json, old: Json) => Json = (_sent, old) => old): Fault['change'] {
  return ({ invoices: { merged } }) => ({
    invoices: {
      merged: (call, old, sent) => {
        const members = merged(call, old, sent);
        const now = sent[name];
        return now === undefined
          ? members
          : { ...members, [name]: value(members[name] ?? null, old.members[name] ?? null) };
      },
    },
  });
}

export const updateFaults = [
  {
    id: 'first-read-for-ever',
    breaks: 'get-invoice.returns-the-one-asked-for',
    operation: 'getInvoice',
    sentence: 'Every read of an invoice returns what was read first, without saying whose it is.',
    change: (rules) => {
      let first: Json | undefined;
      return contents('getInvoice', (content) => {
        first ??= isObject(content) ? without(content, 'reference', 'identity', 'id') : content;
        return first;
      })(rules);
    },
  },
  {
    id: 'newest-invoice-read',
    breaks: 'get-invoice.returns-the-one-asked-for',
    operation: 'getInvoice',
    sentence: 'Reading an older invoice of a customer returns the newest.',
    change: ({ lookups: { invoice } }) => ({
      lookups: {
        invoice: on('getInvoice', invoice, (call, reference) => {
          const asked = invoice(call, reference);
          return asked === undefined
            ? undefined
            : found(asked.owner, siblingsOf(call.login.invoices, asked.record).at(-1) ?? asked.record);
        }),
      },
    }),
  },
  {
    id: 'read-without-items',
    breaks: 'get-invoice.shows-items',
    operation: 'getInvoice',
    sentence: 'An invoice is shown with an empty list of items.',
    change: ({ invoices: { view } }) => ({
      invoices: { view: on('getInvoice', view, (call, invoice) => ({ ...view(call, invoice), items: [] })) },
    }),
  },
  {
    id: 'update-not-stored',
    breaks: 'update.answered-means-stored',
    operation: 'updateInvoice',
    sentence: 'An update is answered and not stored.',
    change: ({ effects: { happen } }) => ({ effects: { happen: on('updateInvoice', happen, () => {}) } }),
  },
  {
    id: 'update-resets-level',
    breaks: 'update.leaves-the-dunning-level',
    operation: 'updateInvoice',
    sentence: 'An update sets the dunning level back to 0.',
    change: ({ invoices: { updated } }) => ({
      invoices: { updated: (call, old) => ({ ...updated(call, old), dunninglevel: 0 }) },
    }),
  },
  {
    id: 'update-takes-the-place-of-another',
    breaks: 'update.of-other-invoices-nothing',
    operation: 'updateInvoice',
    sentence: 'An update that sends the reference of another invoice takes its place.',
    change: ({ invoices: { whenTaken } }) => ({
      invoices: { whenTaken: on('updateInvoice', whenTaken, () => 'overwrite' as const) },
    }),
  },
  {
    id: 'meta-keys-in-lower-case',
    breaks: 'update.each-member-stored',
    operation: 'updateInvoice',
    sentence: 'The names of the members of meta are stored in lower case.',
    change: member('meta', (sent) =>
      isObject(sent)
        ? Object.fromEntries(Object.entries(sent).map(([key, value]) => [key.toLowerCase(), value]))
        : sent,
    ),
  },
  {
    id: 'update-answers-with-a-neighbour',
    breaks: 'operation.answer-names-the-resource',
    operation: 'updateInvoice',
    sentence: "The answer to an update shows another of the customer's invoices.",
    change: ({ invoices: { view } }) => ({
      invoices: {
        view: on('updateInvoice', view, (call, invoice) =>
          view(call, siblingsOf(call.login.invoices, invoice)[0] ?? invoice),
        ),
      },
    }),
  },
  {
    id: 'items-lost-beside-meta',
    breaks: 'update.applied-as-a-whole',
    operation: 'updateInvoice',
    sentence: 'An update that sends meta beside items stores the meta alone.',
    change: ({ items: { replaced } }) => ({
      items: {
        replaced: (call, old, sent) => (call.body.meta === undefined ? replaced(call, old, sent) : old),
      },
    }),
  },
  {
    id: 'dates-lost-beside-items',
    breaks: 'update.applied-as-a-whole',
    operation: 'updateInvoice',
    sentence: 'An update that sends items does not change the due date.',
    change: ({ invoices: { merged } }) => ({
      invoices: {
        merged: (call, old, sent) => {
          const members = merged(call, old, sent);
          return call.body.items === undefined ? members : { ...members, due: old.members.due ?? null };
        },
      },
    }),
  },
  {
    id: 'update-ignores-due',
    breaks: 'update.each-member-stored',
    operation: 'updateInvoice',
    sentence: 'An update does not change the due date.',
    change: member('due'),
  },
  {
    id: 'update-ignores-number',
    breaks: 'update.each-member-stored',
    operation: 'updateInvoice',
    sentence: 'An update does not change the number.',
    change: member('number'),
  },
  {
    id: 'update-ignores-addresses',
    breaks: 'update.each-member-stored',
    operation: 'updateInvoice',
    sentence: 'An update does not change the addresses.',
    change: member('addresses'),
  },
  {
    id: 'update-ignores-payment-kind',
    breaks: 'update.each-member-stored',
    operation: 'updateInvoice',
    sentence: 'An update does not change the payment kind.',
    change: member('paymentkind'),
  },
  {
    id: 'update-takes-netbased-for-true',
    breaks: 'update.each-member-stored',
    operation: 'updateInvoice',
    sentence: 'An update to netbased false stores true.',
    change: member('netbased', () => true),
  },
  {
    id: 'update-flattens-meta',
    breaks: 'update.each-member-stored',
    operation: 'updateInvoice',
    sentence: 'What is nested in meta is stored as text.',
    change: member('meta', (sent) => {
      if (!isObject(sent)) return sent;
      return Object.fromEntries(
        Object.entries(sent).map(([name, value]) => [name, isObject(value) ? JSON.stringify(value) : value]),
      );
    }),
  },
  {
    id: 'update-shifts-order-date',
    breaks: 'update.each-member-stored',
    operation: 'updateInvoice',
    sentence: 'The order date is stored a day early, as if midnight were in another time zone.',
    change: member('orderdate', (sent) => {
      const instant = typeof sent === 'string' ? instantOf(sent) : undefined;
      return instant === undefined ? sent : new Date(instant - 24 * 60 * 60 * 1000).toISOString();
    }),
  },
  {
    id: 'update-lowers-order-number',
    breaks: 'update.each-member-stored',
    operation: 'updateInvoice',
    sentence: 'The order number is stored in lower case.',
    change: member('ordernumber', (sent) => (typeof sent === 'string' ? sent.toLowerCase() : sent)),
  },
  {
    id: 'update-cuts-detail',
    breaks: 'update.each-member-stored',
    operation: 'updateInvoice',
    sentence: 'Texts within detail are cut to three characters.',
    change: member('detail', (sent) =>
      mapJson(sent, (value) => (typeof value === 'string' ? value.slice(0, 3) : value)),
    ),
  },
  {
    id: 'credit-card-refused',
    breaks: 'update.documented-values-accepted',
    operation: 'updateInvoice',
    sentence: 'The payment kind CC is refused.',
    change: ({ invoices: { editable } }) => ({
      invoices: {
        editable: (call, invoice) =>
          call.body.paymentkind === 'CC' ? notPossible('Credit cards are not offered') : editable(call, invoice),
      },
    }),
  },
  {
    id: 'repeated-update-counts',
    breaks: 'update.repeating-changes-nothing-more',
    operation: 'updateInvoice',
    sentence: 'An update that is repeated word by word moves its due date by a day.',
    change: ({ invoices: { merged } }) => {
      const last = new Map<string, string>();
      return {
        invoices: {
          merged: (call, old, sent) => {
            const words = JSON.stringify(sent);
            const again = last.get(call.reference) === words;
            last.set(call.reference, words);
            const members = merged(call, old, sent);
            const due = typeof sent.due === 'string' ? instantOf(sent.due) : undefined;
            return again && due !== undefined ? { ...members, due: new Date(due + day).toISOString() } : members;
          },
        },
      };
    },
  },
  {
    id: 'repeated-upsert-counts',
    breaks: 'update.repeating-changes-nothing-more',
    operation: 'upsertIdentity',
    sentence: 'An upsert that is repeated word by word adds its addresses once more.',
    change: ({ identities: { merged } }) => ({
      identities: {
        merged: (call, old, sent) => {
          const members = merged(call, old, sent);
          const same = JSON.stringify(old.members.addresses) === JSON.stringify(sent.addresses);
          if (!same || !Array.isArray(sent.addresses)) return members;
          return { ...members, addresses: [...sent.addresses, ...sent.addresses] };
        },
      },
    }),
  },
  {
    id: 'update-reaches-other-invoices',
    breaks: 'update.of-other-invoices-nothing',
    operation: 'updateInvoice',
    sentence: 'A due date set on one invoice is set on every invoice of the customer.',
    change: () => ({
      invoices: {
        afterUpdate: (call, owner, invoice) => {
          const { due = null } = invoice.members;
          if (call.body.due === undefined) return;
          for (const other of siblingsOf(call.login.invoices, invoice)) {
            owner.invoices.set(other.reference, { ...other, members: { ...other.members, due } });
          }
        },
      },
    }),
  },
  {
    id: 'update-of-unknown-creates',
    breaks: 'update.unknown-invoice-not-found',
    operation: 'updateInvoice',
    sentence: 'An update of an unknown invoice creates one.',
    change: () => ({ invoices: { whenUnknown: () => 'create' } }),
  },
  {
    id: 'update-of-unknown-is-400',
    breaks: 'update.unknown-invoice-not-found',
    operation: 'updateInvoice',
    sentence: 'An update of an unknown invoice is refused with 400.',
    change: () => ({ invoices: { whenUnknown: () => notPossible('There is no such invoice') } }),
  },
] as const satisfies readonly Fault[];
