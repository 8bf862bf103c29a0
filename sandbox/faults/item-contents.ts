/** Faults of what an item holds once it is stored. */
import { isObject, type JsonObject } from '../json.ts';
import type { Fault } from './fault.ts';
import { replacing, sameLabel } from './items.ts';

/** Spoils an item when an update stores it. */
function storing(change: (item: JsonObject) => JsonObject): Fault['change'] {
  return ({ items: { stored } }) => ({
    items: {
      stored: (call, item) => {
        const right = stored(call, item);
        return call.operation === 'updateInvoice' ? change(right) : right;
      },
    },
  });
}

/** Changes the texts of an item. */
function text(change: (text: string) => string): (item: JsonObject) => JsonObject {
  return (item) => {
    const detail = isObject(item.detail) ? { ...item.detail } : {};
    if (typeof detail.description === 'string') detail.description = change(detail.description);
    return { ...item, label: typeof item.label === 'string' ? change(item.label) : (item.label ?? null), detail };
  };
}

export const itemContentFaults = [
  {
    id: 'old-description-kept',
    breaks: 'items.nothing-of-the-old-kept',
    operation: 'updateInvoice',
    sentence: 'An item without a description keeps the one of the item in its place.',
    change: replacing((old, sent) =>
      sent.map((item, index) => ({ ...item, detail: { ...asObject(old[index]?.detail), ...asObject(item.detail) } })),
    ),
  },
  {
    id: 'old-description-kept-by-label',
    breaks: 'items.nothing-of-the-old-kept',
    operation: 'updateInvoice',
    sentence: 'An item without a description keeps the one of the item of the same label.',
    change: replacing((old, sent) =>
      sent.map((item) => ({
        ...item,
        detail: { ...asObject(old.find(sameLabel(item))?.detail), ...asObject(item.detail) },
      })),
    ),
  },
  {
    id: 'units-are-pieces',
    breaks: 'items.texts-kept',
    operation: 'updateInvoice',
    sentence: 'Every item is counted in pieces.',
    change: storing((item) => ({ ...item, unit: 'piece' })),
  },
  {
    id: 'old-account-kept',
    breaks: 'items.nothing-of-the-old-kept',
    operation: 'updateInvoice',
    sentence: 'An item without an account keeps the one of the item in its place.',
    change: replacing((old, sent) =>
      sent.map((item, index) => {
        const account = item.account ?? old[index]?.account;
        return account === undefined ? item : { ...item, account };
      }),
    ),
  },
  {
    id: 'quantities-rounded',
    breaks: 'items.quantities-kept',
    operation: 'updateInvoice',
    sentence: 'Quantities are rounded to whole numbers.',
    change: storing((item) => ({ ...item, quantity: Math.round(Number(item.quantity)) })),
  },
  {
    id: 'quantities-to-one-decimal',
    breaks: 'items.quantities-kept',
    operation: 'updateInvoice',
    sentence: 'Quantities are cut to one decimal.',
    change: storing((item) => ({ ...item, quantity: Math.trunc(Number(item.quantity) * 10) / 10 })),
  },
  {
    id: 'quantities-limited',
    breaks: 'items.quantities-kept',
    operation: 'updateInvoice',
    sentence: 'A quantity above 999 is stored as 999.',
    change: storing((item) => (Number(item.quantity) > 999 ? { ...item, quantity: 999 } : item)),
  },
  {
    id: 'small-prices-lost',
    breaks: 'items.prices-kept',
    operation: 'updateInvoice',
    sentence: 'A price below five cents is stored as nothing.',
    change: storing((item) => (Math.abs(Number(item.unitprice)) < 0.05 ? { ...item, unitprice: 0 } : item)),
  },
  {
    id: 'large-prices-rounded',
    breaks: 'items.prices-kept',
    operation: 'updateInvoice',
    sentence: 'A price is stored with seven digits.',
    change: storing((item) => ({ ...item, unitprice: Number(Number(item.unitprice).toPrecision(7)) })),
  },
  {
    id: 'texts-in-latin1',
    breaks: 'items.texts-kept',
    operation: 'updateInvoice',
    sentence: 'Characters outside Latin-1 are stored as question marks.',
    change: storing(text((words) => words.replace(/[^\0-\u00ff]/gu, '?'))),
  },
  {
    id: 'texts-without-emoji',
    breaks: 'items.texts-kept',
    operation: 'updateInvoice',
    sentence: 'Characters beyond the basic plane are lost, as in a store of three bytes a character.',
    change: storing(text((words) => words.replace(/[\u{10000}-\u{10ffff}]/gu, ''))),
  },
  {
    id: 'texts-escaped',
    breaks: 'items.texts-kept',
    operation: 'updateInvoice',
    sentence: 'Signs of markup are stored escaped.',
    change: storing(text((words) => words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'))),
  },
  {
    id: 'texts-without-double-spaces',
    breaks: 'items.texts-kept',
    operation: 'updateInvoice',
    sentence: 'Runs of white space become one space.',
    change: storing(text((words) => words.replace(/\s+/g, ' '))),
  },
  {
    id: 'texts-cut',
    breaks: 'items.texts-kept',
    operation: 'updateInvoice',
    sentence: 'Texts are cut to 200 characters.',
    change: storing(text((words) => words.slice(0, 200))),
  },
] as const satisfies readonly Fault[];

function asObject(value: JsonObject[string] | undefined): JsonObject {
  return isObject(value) ? value : {};
}
