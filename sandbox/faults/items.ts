/** Faults of replacing the items of an invoice, and of leaving them. */
import type { Call } from '../call.ts';
import { isObject, type JsonObject, without } from '../json.ts';
import type { ItemRules } from '../rules.ts';
import type { Fault } from './fault.ts';

type Items = readonly JsonObject[];

/** Replaces items by a wrong rule. */
export function replacing(rule: (old: Items, sent: Items, call: Call) => Items): Fault['change'] {
  return () => ({ items: { replaced: (call, old, sent) => rule(old, sent, call) } });
}

/** Clears or changes items by an update that sends none but another member. */
function whenSent(name: string, change: (items: Items) => Items): Fault['change'] {
  return ({ items: { keptWhenAbsent } }): { items: Partial<ItemRules> } => ({
    items: {
      keptWhenAbsent: (call, old) => {
        const kept = keptWhenAbsent(call, old);
        return Object.hasOwn(call.body, name) ? change(kept) : kept;
      },
    },
  });
}

/** Tells the items that bear the label of one. */
export function sameLabel(item: JsonObject): (other: JsonObject) => boolean {
  return ({ label }) => label === item.label;
}

export const itemFaults = [
  {
    id: 'items-cleared-by-reference',
    breaks: 'items.untouched-when-absent',
    operation: 'updateInvoice',
    sentence: 'An update that sends the reference of the invoice and no items clears them.',
    change: whenSent('reference', () => []),
  },
  {
    id: 'items-tail-kept',
    breaks: 'items.one-replaces-many',
    operation: 'updateInvoice',
    sentence: 'Items are replaced place by place, and the tail of a longer list is kept.',
    change: replacing((old, sent) => [...sent, ...old.slice(sent.length)]),
  },
  {
    id: 'items-first-replaced',
    breaks: 'items.one-replaces-many',
    operation: 'updateInvoice',
    sentence: 'Only the first item is replaced where one is sent.',
    change: replacing((old, sent) => (sent.length === 1 ? [...sent, ...old.slice(1)] : sent)),
  },
  {
    id: 'items-appended',
    breaks: 'items.one-replaces-many',
    operation: 'updateInvoice',
    sentence: 'Sent items are appended to the old ones.',
    change: replacing((old, sent) => [...old, ...sent]),
  },
  {
    id: 'items-merged-by-label',
    breaks: 'items.same-number-replaced',
    operation: 'updateInvoice',
    sentence: 'Where as many items are sent as there were, those with another label are added.',
    change: replacing((old, sent) => {
      const gone = old.filter((item) => !sent.some(sameLabel(item)));
      return sent.length === old.length && gone.length === old.length ? [...gone, ...sent] : sent;
    }),
  },
  {
    id: 'items-cut-to-two',
    breaks: 'items.many-replace-one',
    operation: 'updateInvoice',
    sentence: 'Where one item is replaced by several, only the first two are taken.',
    change: replacing((old, sent) => (old.length === 1 && sent.length < 100 ? sent.slice(0, 2) : sent)),
  },
  {
    id: 'items-keep-old-order',
    breaks: 'items.order-kept',
    operation: 'updateInvoice',
    sentence: 'Items that stay are kept in their old order.',
    change: replacing((old, sent) => {
      const known = old.filter((item) => sent.some(sameLabel(item)));
      if (known.length !== sent.length) return sent;
      return known.flatMap((item) => sent.filter(sameLabel(item))).slice(0, sent.length);
    }),
  },
  {
    id: 'items-reversed',
    breaks: 'items.order-kept',
    operation: 'updateInvoice',
    sentence: 'More than three items come back in reverse.',
    change: replacing((_old, sent) => (sent.length === 4 ? sent.toReversed() : sent)),
  },
  {
    id: 'equal-items-dropped',
    breaks: 'items.duplicates-kept',
    operation: 'updateInvoice',
    sentence: 'Of two equal items one is dropped.',
    change: replacing((_old, sent) => {
      const words = sent.map((item) => JSON.stringify(item));
      return sent.filter((_item, index) => words.indexOf(words[index] ?? '') === index);
    }),
  },
  {
    id: 'equal-items-added-up',
    breaks: 'items.duplicates-kept',
    operation: 'updateInvoice',
    sentence: 'Two equal items become one of twice the quantity.',
    change: replacing((_old, sent) => {
      const sums = new Map<string, JsonObject>();
      for (const item of sent) {
        const words = JSON.stringify(item);
        const sum = sums.get(words);
        const quantity = Number(sum?.quantity ?? 0) + Number(item.quantity);
        sums.set(words, sum === undefined ? item : { ...item, quantity });
      }
      return [...sums.values()];
    }),
  },
  {
    id: 'identical-items-doubled',
    breaks: 'items.identical-update-changes-nothing',
    operation: 'updateInvoice',
    sentence: 'Items that the invoice already has are added once more.',
    change: replacing((old, sent) => {
      const same = old.length === sent.length && sent.every((item, index) => item.label === old[index]?.label);
      return same && old.length > 2 ? [...old, ...sent] : sent;
    }),
  },
  {
    id: 'long-list-cut',
    breaks: 'items.long-list-kept',
    operation: 'updateInvoice',
    sentence: 'Of a long list a hundred items are kept.',
    change: replacing((_old, sent) => sent.slice(0, 100)),
  },
  {
    id: 'label-updates-in-place',
    breaks: 'items.same-label-replaced',
    operation: 'updateInvoice',
    sentence: 'A single item with the label of an old one takes its place, and the other old ones stay.',
    change: replacing((old, sent) => {
      const [only, ...others] = sent;
      if (only === undefined || others.length > 0 || old.length < 2 || !old.some(sameLabel(only))) return sent;
      return old.map((item) => (item.label === only.label ? only : item));
    }),
  },
  {
    id: 'due-date-clears-items',
    breaks: 'items.untouched-when-absent',
    operation: 'updateInvoice',
    sentence: 'An update with a due date and without items removes the items.',
    change: whenSent('due', () => []),
  },
  {
    id: 'currency-resets-prices',
    breaks: 'items.untouched-when-absent',
    operation: 'updateInvoice',
    sentence: 'An update with a currency and without items sets all prices to nothing.',
    change: whenSent('currency', (items) => items.map((item) => ({ ...item, unitprice: 0 }))),
  },
  {
    id: 'netbased-rounds-items',
    breaks: 'items.untouched-when-absent',
    operation: 'updateInvoice',
    sentence: 'An update with netbased rounds the prices of the items to whole units.',
    change: whenSent('netbased', (items) =>
      items.map((item) => ({ ...item, unitprice: Math.round(Number(item.unitprice)) })),
    ),
  },
  {
    id: 'detail-drops-item-details',
    breaks: 'items.untouched-when-absent',
    operation: 'updateInvoice',
    sentence: "An update with detail and without items clears the items' details.",
    change: whenSent('detail', (items) => items.map((item) => ({ ...without(item, 'detail'), detail: {} }))),
  },
  {
    id: 'empty-update-clears-items',
    breaks: 'items.untouched-when-absent',
    operation: 'updateInvoice',
    sentence: 'An update without any member removes the items.',
    change: () => ({
      items: { keptWhenAbsent: (call, old) => (Object.keys(call.body).length === 0 ? [] : old) },
    }),
  },
  {
    id: 'refused-update-replaces-items',
    breaks: 'items.untouched-by-refused-update',
    operation: 'updateInvoice',
    sentence: 'A refused update has replaced the items before it met the mistake.',
    change: ({ validation: { takenDespiteRefusal } }) => ({
      validation: {
        takenDespiteRefusal: (call, problems) => {
          const { items } = call.body;
          if (call.operation !== 'updateInvoice' || !Array.isArray(items)) return takenDespiteRefusal(call, problems);
          return { items: items.filter((item) => isObject(item) && item.quantity !== undefined) };
        },
      },
    }),
  },
  {
    id: 'items-reach-other-invoices',
    breaks: 'items.of-other-invoices-untouched',
    operation: 'updateInvoice',
    sentence: 'Items set on one invoice are set on the invoice of the same customer created before it.',
    change: () => ({
      invoices: {
        afterUpdate: (call, owner, { id, identityReference, items }) => {
          if (call.body.items === undefined) return;
          const all = [...owner.invoices.values()].filter((other) => other.identityReference === identityReference);
          const before = all[all.findIndex((other) => other.id === id) - 1];
          if (before !== undefined) owner.invoices.set(before.reference, { ...before, items });
        },
      },
    }),
  },
  {
    id: 'items-of-the-last-but-one-update',
    breaks: 'sequences.agree-with-the-model',
    operation: 'updateInvoice',
    sentence: 'An update without items, after two that sent some, brings back those of the first.',
    change: () => {
      const replacedItems = new Map<string, Items>();
      const updates = new Map<string, number>();
      return {
        items: {
          replaced: (call, old, sent) => {
            replacedItems.set(call.reference, old);
            updates.set(call.reference, (updates.get(call.reference) ?? 0) + 1);
            return sent;
          },
          keptWhenAbsent: (call, old) =>
            (updates.get(call.reference) ?? 0) > 1 ? (replacedItems.get(call.reference) ?? old) : old,
        },
      };
    },
  },
] as const satisfies readonly Fault[];
