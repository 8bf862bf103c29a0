/**
 * What the documentation promises of an invoice after each call, as far as it promises anything. What it leaves open is
 * not known here and never judged: whether a call is taken, what an update does to members it does not send, what a
 * committed invoice allows, and where a server shows its state.
 */
import type { JsonObject } from '../api.ts';
import { showsWhatWasSent } from '../compare.ts';
import { quote } from '../expect.ts';
import { briefItems } from '../invoices.ts';
import { dunningLevelOf, itemsOf } from '../shown.ts';

/** What is known of one invoice. Never changed in place. */
export interface KnownInvoice {
  /** A letter, for people. */
  readonly name: string;
  readonly reference: string;
  /** The items it has to show; absent where that is not known. */
  readonly items?: readonly JsonObject[];
  /** The members it has to show. */
  readonly members: JsonObject;
  /** Those of them that it has shown since they were sent: they may not vanish. */
  readonly seen: readonly string[];
  /** The dunning level it has to show. */
  readonly level?: number;
  /** The server has shown a level that was sent for this invoice, so it shows every one that it takes. */
  readonly levelsShow: boolean;
  readonly committed: boolean;
}

/** A difference between what has to be shown and what is. */
export interface Difference {
  readonly what: string;
  readonly expected: string;
  readonly actual: string;
}

/** An invoice that was created. */
export function created(name: string, reference: string, sent: JsonObject): KnownInvoice {
  const { items, due, meta } = sent;
  return {
    name,
    reference,
    ...(isItemList(items) ? { items } : {}),
    members: { ...(due === undefined ? {} : { due }), ...(meta === undefined ? {} : { meta }) },
    seen: [],
    levelsShow: false,
    committed: false,
  };
}

/** After an accepted update: what was sent is stored, items not sent stay. Other members may have been reset. */
export function updated(invoice: KnownInvoice, body: JsonObject): KnownInvoice {
  const { items: kept, level: _level, ...rest } = invoice;
  // No page says that a committed invoice may be changed, nor what becomes of a change that is taken all the same.
  if (invoice.committed) return { ...rest, members: {}, seen: [] };
  const { items: sent, ...members } = body;
  const items = isItemList(sent) ? sent : kept;
  return { ...rest, members, seen: [], ...(items === undefined ? {} : { items }) };
}

/** After a wrong update that was taken: what it left is not promised. */
export function unknown(invoice: KnownInvoice): KnownInvoice {
  const { items: _items, level: _level, ...rest } = invoice;
  return { ...rest, members: {}, seen: [] };
}

/** After an accepted change of the dunning: the level sent, or the one before; nothing else. */
export function dunned(invoice: KnownInvoice, level: number | undefined): KnownInvoice {
  if (level === undefined) return invoice;
  const { level: _level, ...rest } = invoice;
  return invoice.levelsShow ? { ...rest, level } : rest;
}

/** After an accepted commit: the data stay as they are. No page says what a commit does to the dunning. */
export function committed(invoice: KnownInvoice): KnownInvoice {
  return { ...levelUnknown(invoice), committed: true };
}

/** After something that may have changed the level in a way that no page promises. */
export function levelUnknown(invoice: KnownInvoice): KnownInvoice {
  const { level: _level, ...rest } = invoice;
  return { ...rest, levelsShow: false };
}

/** After the server has shown a level that was sent. */
export function levelShown(invoice: KnownInvoice, level: number): KnownInvoice {
  return { ...invoice, level, levelsShow: true };
}

/** After a sight that agreed: what it showed may not vanish. */
export function sighted(invoice: KnownInvoice, shown: Record<string, unknown>): KnownInvoice {
  return { ...invoice, seen: Object.keys(invoice.members).filter((member) => isShown(shown[member])) };
}

/** How a sight of an invoice differs from what is known of it; `undefined` where it does not. */
export function differenceOf(invoice: KnownInvoice, shown: Record<string, unknown>): Difference | undefined {
  const items = itemsOf(shown);
  if (invoice.items !== undefined && !showsWhatWasSent(invoice.items, items)) {
    return { what: 'items', expected: briefItems(invoice.items), actual: briefItems(items) };
  }
  for (const [member, sent] of Object.entries(invoice.members)) {
    const value = shown[member];
    if (!isShown(value) && !invoice.seen.includes(member)) continue;
    if (!showsWhatWasSent(sent, value)) return { what: member, expected: quote(sent), actual: quote(value) };
  }
  const level = dunningLevelOf(shown);
  if (invoice.level !== undefined && level !== invoice.level) {
    return { what: 'dunning level', expected: `level ${invoice.level}`, actual: `level ${level ?? 'not shown'}` };
  }
  return undefined;
}

function isShown(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function isItemList(value: unknown): value is readonly JsonObject[] {
  return Array.isArray(value);
}
