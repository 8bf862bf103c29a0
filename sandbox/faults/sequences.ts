/** Faults that no call shows alone: each takes a combination of calls that are right one by one. */
import type { Call } from '../call.ts';
import { isObject, type JsonObject } from '../json.ts';
import type { Invoice } from '../model.ts';
import { changeInvoice } from '../operations/invoices.ts';
import { sentItems } from '../rules/invoices.ts';
import type { Rules } from '../rules.ts';
import { type Fault, on } from './fault.ts';
import { siblingsOf } from './neighbours.ts';

const breaks = 'sequences.agree-with-the-model';
const operation = 'updateInvoice';
const day = 24 * 60 * 60 * 1000;

/** Counts something for each invoice. */
function counter() {
  const counts = new Map<string, number>();
  return {
    of: (reference: string) => counts.get(reference) ?? 0,
    add: (reference: string) => counts.set(reference, (counts.get(reference) ?? 0) + 1),
    clear: (reference: string) => counts.delete(reference),
  };
}

/** Calls back for each update that is stored, with the invoice before it. */
function onUpdate(
  { invoices: { updated } }: Rules,
  note: (call: Call, old: Invoice) => void,
): Rules['invoices']['updated'] {
  return (call, old) => {
    note(call, old);
    return updated(call, old);
  };
}

/** Calls back for each update that is refused for its body. */
function onRefusal({ validation: { refusal } }: Rules, note: (call: Call) => void): Rules['validation']['refusal'] {
  return on('updateInvoice', refusal, (call, problems) => {
    note(call);
    return refusal(call, problems);
  });
}

export const sequenceFaults = [
  {
    id: 'fourth-update-not-stored',
    breaks,
    operation,
    sentence: 'From the fourth update of one invoice on, nothing is stored.',
    change: ({ effects: { happen } }) => {
      const updates = counter();
      return {
        effects: {
          happen: on('updateInvoice', happen, (call, effect) => {
            updates.add(call.reference);
            if (updates.of(call.reference) < 4) happen(call, effect);
          }),
        },
      };
    },
  },
  {
    id: 'update-after-two-resends-lost',
    breaks,
    operation,
    sentence: 'The first update after two resends of an invoice is answered and not stored.',
    change: ({ effects: { happen } }) => {
      const resends = counter();
      return {
        effects: {
          happen: on(['updateInvoice', 'resendInvoice'], happen, (call, effect) => {
            const { reference } = call;
            if (call.operation === 'resendInvoice') resends.add(reference);
            const lost = call.operation === 'updateInvoice' && resends.of(reference) >= 2;
            if (lost) resends.clear(reference);
            else happen(call, effect);
          }),
        },
      };
    },
  },
  {
    id: 'items-return-with-replay',
    breaks,
    operation,
    sentence: 'A repeated resend brings back the items that the invoice had when it was first resent.',
    change: ({ idempotency: { replay }, resend: { sent } }) => {
      const items = new Map<string, Invoice['items']>();
      return {
        resend: {
          sent: (call, invoice) => {
            if (!items.has(invoice.reference)) items.set(invoice.reference, invoice.items);
            return sent(call, invoice);
          },
        },
        idempotency: {
          replay: on('resendInvoice', replay, (call, stored, answer, waited) => {
            const old = items.get(call.reference);
            if (old !== undefined) changeInvoice(call.login, call.reference, (now) => ({ ...now, items: old }));
            return replay(call, stored, answer, waited);
          }),
        },
      };
    },
  },
  {
    id: 'dunning-restores-items',
    breaks,
    operation,
    sentence: 'A change of the dunning brings back the items that the invoice was created with.',
    change: ({ dunning: { changed }, invoices: { made } }) => {
      const items = new Map<string, Invoice['items']>();
      return {
        invoices: {
          made: (call, invoice) => {
            items.set(invoice.reference, invoice.items);
            return made(call, invoice);
          },
        },
        dunning: {
          changed: (call, invoice) => ({
            ...changed(call, invoice),
            items: items.get(invoice.reference) ?? invoice.items,
          }),
        },
      };
    },
  },
  {
    id: 'key-forgotten-after-update-elsewhere',
    breaks,
    operation,
    sentence: 'A key of a resend that was repeated is forgotten when another invoice of the customer is updated.',
    change: (rules) => {
      const forgotten = new Set<string>();
      return {
        invoices: {
          updated: onUpdate(rules, (call, old) => {
            for (const { reference } of siblingsOf(call.login.invoices, old)) forgotten.add(reference);
          }),
        },
        idempotency: {
          lifetimeMs: on('resendInvoice', rules.idempotency.lifetimeMs, (call, { replays }) =>
            replays > 0 && forgotten.has(call.reference) ? 0 : day,
          ),
        },
      };
    },
  },
  {
    id: 'refused-update-undoes-the-last',
    breaks,
    operation,
    sentence: 'A refused update takes back the update before it.',
    change: (rules) => {
      const before = new Map<string, Invoice>();
      return {
        invoices: { updated: onUpdate(rules, (_call, old) => before.set(old.reference, old)) },
        validation: {
          refusal: onRefusal(rules, (call) => {
            const old = before.get(call.reference);
            if (old !== undefined) call.login.invoices.set(old.reference, old);
          }),
        },
      };
    },
  },
  {
    id: 'resend-applies-refused-update',
    breaks,
    operation,
    sentence: 'The items of a refused update are stored with the next resend.',
    change: (rules) => {
      const refused = new Map<string, readonly JsonObject[]>();
      const { sent } = rules.resend;
      return {
        validation: {
          refusal: onRefusal(rules, (call) => {
            const items = sentItems(call.body.items).filter(isObject);
            if (items.length > 0) refused.set(call.reference, items);
          }),
        },
        resend: {
          sent: (call, invoice) => ({ ...sent(call, invoice), items: refused.get(invoice.reference) ?? invoice.items }),
        },
      };
    },
  },
  {
    id: 'key-of-dunning-forgotten-after-update',
    breaks,
    operation,
    sentence: 'A key of a change of the dunning is forgotten when the invoice is updated.',
    change: (rules) => {
      const updatedAfter = counter();
      return {
        invoices: { updated: onUpdate(rules, (_call, old) => updatedAfter.add(old.reference)) },
        dunning: {
          changed: (call, invoice) => {
            updatedAfter.clear(invoice.reference);
            return rules.dunning.changed(call, invoice);
          },
        },
        idempotency: {
          lifetimeMs: on('modifyDunning', rules.idempotency.lifetimeMs, (call) =>
            updatedAfter.of(call.reference) > 0 ? 0 : day,
          ),
        },
      };
    },
  },
  {
    id: 'update-without-items-takes-those-of-the-last',
    breaks,
    operation,
    sentence: 'An update without items takes the items that were last sent for another invoice of the customer.',
    change: ({ items: { keptWhenAbsent }, invoices: { updated } }) => {
      const last = new Map<string, { readonly reference: string; readonly items: Invoice['items'] }>();
      return {
        invoices: {
          updated: (call, old) => {
            const next = updated(call, old);
            if (call.body.items !== undefined) {
              last.set(old.identityReference, { reference: old.reference, items: next.items });
            }
            return next;
          },
        },
        items: {
          keptWhenAbsent: (call, old) => {
            const invoice = call.login.invoices.get(call.reference);
            const sent = invoice === undefined ? undefined : last.get(invoice.identityReference);
            const another = sent !== undefined && sent.reference !== call.reference;
            return another ? sent.items : keptWhenAbsent(call, old);
          },
        },
      };
    },
  },
] as const satisfies readonly Fault[];
