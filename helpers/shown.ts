/** Reading what a server shows of its state. No page promises these places, so each may be absent. */
import { isObject } from './http/answer.ts';

/** The identity that an invoice names, by its reference or in whatever way it does; `undefined` where it names none. */
export function ownerOf({ identity }: Record<string, unknown>): string | undefined {
  return identifierOf(isObject(identity) ? identity : { reference: identity });
}

/** The items of an invoice; `undefined` where it shows none at all. */
export function itemsOf(invoice: unknown): readonly unknown[] | undefined {
  if (!isObject(invoice)) return undefined;
  return Array.isArray(invoice.items) ? invoice.items : undefined;
}

/** The dunning level of an invoice as a number; `undefined` where none is shown. Credit notes show it at this place. */
export function dunningLevelOf(invoice: unknown): number | undefined {
  if (!isObject(invoice)) return undefined;
  const detail = isObject(invoice.detail) && isObject(invoice.detail.dunning) ? invoice.detail.dunning : {};
  const places = [member(invoice, 'dunninglevel'), member(detail, 'dunninglevel'), member(detail, 'level')];
  for (const value of places) {
    if (typeof value === 'number') return value;
    if (typeof value === 'string' && /^\d+$/.test(value)) return Number(value);
  }
  return undefined;
}

/** The base date of the dunning, as shown; `undefined` where none is. */
export function startDunningDateOf(invoice: unknown): string | undefined {
  if (!isObject(invoice)) return undefined;
  const detail = isObject(invoice.detail) && isObject(invoice.detail.dunning) ? invoice.detail.dunning : {};
  const places = [
    member(invoice, 'startdunningdate'),
    member(detail, 'startdunningdate'),
    member(detail, 'startdate'),
    member(invoice, 'dunningstart'),
  ];
  return places.find((value): value is string => typeof value === 'string' && value !== '');
}

/** A member whatever the letter case and separators of its name. */
function member(object: Record<string, unknown>, name: string): unknown {
  const found = Object.keys(object).find((key) => key.toLowerCase().replaceAll(/[_-]/g, '') === name);
  return found === undefined ? undefined : object[found];
}

/** The rows of a plural read: a bare array, the envelope's rows, or the one object that the published example shows. */
export function rowsOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  if (!isObject(value)) return [];
  if (Array.isArray(value.rows)) return value.rows;
  return Object.keys(value).length === 0 ? [] : [value];
}

/** How many communications the documents of an invoice show together. */
export function communicationsOf(documents: unknown): number {
  return rowsOf(documents)
    .filter(isObject)
    .reduce((sum, document) => sum + (Array.isArray(document.communications) ? document.communications.length : 0), 0);
}

/** Something that tells one resource from another: its reference, else its id. */
export function identifierOf(resource: unknown): string | undefined {
  if (!isObject(resource)) return undefined;
  for (const value of [resource.reference, resource.id]) {
    if (typeof value === 'string' && value !== '') return value;
    if (typeof value === 'number') return String(value);
  }
  return undefined;
}
