/**
 * How this server takes what no page settles: whether amounts are numbers or texts, whether dates have a time, and whether
 * an invoice must bring its own addresses. Learned once, with the first invoice of a run.
 */
import type { JsonObject } from '../api.ts';
import type { InventedItem, Inventor } from '../invent.ts';

/** One way of writing the body of a new invoice. */
export interface Dialect {
  readonly amountsAsText: boolean;
  readonly withAddresses: boolean;
  /** Dates without a time. */
  readonly plainDates: boolean;
  /** Leave out every member that is documented as optional; only tried when nothing else is accepted. */
  readonly bare: boolean;
}

/** In the order in which they are tried. The first is the plainest reading of the documentation. */
export const dialects: readonly Dialect[] = [
  { amountsAsText: false, withAddresses: false, plainDates: false, bare: false },
  { amountsAsText: true, withAddresses: false, plainDates: false, bare: false },
  { amountsAsText: false, withAddresses: true, plainDates: false, bare: false },
  { amountsAsText: true, withAddresses: true, plainDates: false, bare: false },
  { amountsAsText: false, withAddresses: false, plainDates: true, bare: false },
  { amountsAsText: false, withAddresses: false, plainDates: false, bare: true },
];

/** The members of an invoice that a check chooses itself. */
export interface InvoiceWish {
  readonly items?: readonly InventedItem[];
  readonly members?: JsonObject;
}

/** The body of a new invoice, without its reference. */
export function invoiceBody(dialect: Dialect, invent: Inventor, currency: string, wish: InvoiceWish = {}): JsonObject {
  const items = (wish.items ?? invent.items(3)).map((item) => invent.itemBody(item, dialect.amountsAsText));
  if (dialect.bare) return { items, ...wish.members };
  return {
    currency,
    netbased: true,
    paymentkind: 'CT',
    issued: dateBody(dialect, invent, -40),
    due: dateBody(dialect, invent, -26),
    meta: { note: invent.word() },
    items,
    ...(dialect.withAddresses ? { addresses: [invent.invoiceAddress()] } : {}),
    ...wish.members,
  };
}

/** A date some days before or after the run's first day, in the notation that this server takes. */
export function dateBody({ plainDates }: Dialect, invent: Inventor, days: number): string {
  return plainDates ? invent.day(days) : invent.date(days);
}
