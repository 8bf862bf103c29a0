/** Freedoms of how values are written. */
import { isObject, mapJson } from '../json.ts';
import type { Freedom } from './freedom.ts';

const amounts = new Set(['quantity', 'unitprice', 'total', 'unpaid']);

const isoInstant = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}:\d{2})\.\d{3}Z$/;

export const notationFreedoms = [
  {
    id: 'null-for-absent',
    sentence: 'Members without a value are shown as null.',
    change: ({ invoices: { view }, identities }) => {
      const invoice = [
        'cancelationdate',
        'orderdate',
        'ordernumber',
        'netbased',
        'meta',
        'detail',
        'paymentkind',
        'due',
      ];
      const identity = ['addresses', 'detail', 'emails', 'meta', 'name', 'phones'];
      const nulls = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, null]));
      return {
        invoices: { view: (call, record) => ({ ...nulls(invoice), ...view(call, record) }) },
        identities: { view: (call, record) => ({ ...nulls(identity), ...identities.view(call, record) }) },
      };
    },
  },
  {
    id: 'absent-for-null',
    sentence: 'Members without a value are left out.',
    change: ({ invoices: { view } }) => ({
      invoices: {
        view: (call, record) =>
          Object.fromEntries(Object.entries(view(call, record)).filter(([, value]) => value !== null)),
      },
    }),
  },
  {
    id: 'amounts-as-text',
    sentence: 'Amounts and quantities come back as texts of two decimals or more.',
    change: ({ answers: { content } }) => ({
      answers: {
        content: (request, success) => {
          const plain = content(request, success);
          if (plain === undefined) return undefined;
          return mapJson(plain, (value, name) =>
            amounts.has(name) && typeof value === 'number' ? decimalText(value) : value,
          );
        },
      },
    }),
  },
  {
    id: 'amounts-as-numbers',
    sentence: 'Amounts and quantities come back as numbers, however they were sent.',
    change: ({ items: { stored } }) => ({
      items: {
        stored: (call, item) => {
          const kept = stored(call, item);
          return { ...kept, quantity: Number(kept.quantity), unitprice: Number(kept.unitprice) };
        },
      },
    }),
  },
  {
    id: 'dates-without-fraction',
    sentence: 'Times are shown as 2020-01-01T00:00:00Z.',
    change: ({ answers: { content } }) => ({
      answers: { content: (request, success) => rewriteTimes(content(request, success), '$1T$2Z') },
    }),
  },
  {
    id: 'dates-with-space',
    sentence: 'Times are shown as 2020-01-01 00:00:00.',
    change: ({ answers: { content } }) => ({
      answers: { content: (request, success) => rewriteTimes(content(request, success), '$1 $2') },
    }),
  },
  {
    id: 'dates-alone',
    sentence: 'Due dates and dates of issue are shown as 2020-01-01.',
    change: ({ invoices: { view } }) => ({
      invoices: {
        view: (call, record) => {
          const shown = view(call, record);
          for (const name of ['due', 'issued', 'accountingdate', 'orderdate', 'cancelationdate']) {
            const value = shown[name];
            if (typeof value === 'string') shown[name] = value.slice(0, 10);
          }
          return shown;
        },
      },
    }),
  },
  {
    id: 'base-date-as-instant',
    sentence: 'The base date of the dunning is shown as a point in time.',
    change: ({ dunning: { baseDate } }) => ({
      dunning: {
        baseDate: (call, invoice) => {
          const date = baseDate(call, invoice);
          return date === null ? null : `${date}T00:00:00.000Z`;
        },
      },
    }),
  },
  {
    id: 'json-indented',
    sentence: 'JSON is indented, and its members stand in another order.',
    change: () => ({
      answers: {
        text: (_request, content) =>
          JSON.stringify(
            mapJson(content, (value) =>
              isObject(value) ? Object.fromEntries(Object.entries(value).reverse()) : value,
            ),
            null,
            2,
          ),
      },
    }),
  },
  {
    id: 'json-ascii',
    sentence: 'JSON is written in ASCII, all other characters escaped.',
    change: ({ answers: { text } }) => ({
      answers: {
        text: (request, content) =>
          text(request, content).replace(
            /[^\x20-\x7e]/g,
            (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
          ),
      },
    }),
  },
  {
    id: 'media-type-without-charset',
    sentence: 'JSON is announced as application/json alone.',
    change: () => ({
      answers: { mediaType: () => 'application/json' },
      errors: { mediaType: () => 'Application/JSON' },
    }),
  },
] as const satisfies readonly Freedom[];

function decimalText(value: number): string {
  const text = String(value);
  const decimals = text.split('.')[1] ?? '';
  return decimals.length < 2 ? value.toFixed(2) : text;
}

function rewriteTimes(content: Parameters<typeof mapJson>[0] | undefined, notation: string) {
  if (content === undefined) return undefined;
  return mapJson(content, (value, name) =>
    typeof value === 'string' && name !== 'note' ? value.replace(isoInstant, notation) : value,
  );
}
