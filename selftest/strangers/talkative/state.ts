/** What the talkative server holds, in the forms it shows. */
import type { KnownKey } from './keys.ts';

export interface Result {
  readonly status: number;
  readonly body: unknown;
  readonly location?: string;
}

export type Values = Record<string, unknown>;

/** Anything of the merchant's with a reference. */
export interface Thing {
  readonly owner: string;
  readonly reference: string;
  values: Values;
}

export interface Invoice extends Thing {
  readonly identity: Thing;
  readonly documents: Values[];
  locked: boolean;
}

/** Everything of all accounts; references are unique within one. */
export class Desk {
  readonly identities: Thing[] = [];
  readonly invoices: Invoice[] = [];
  readonly keys = new Map<string, KnownKey>();
  #counter = 7_000_000;

  /** The next number: of a job, a document, an item, a customer. */
  number(): string {
    this.#counter += 1;
    return String(this.#counter);
  }
}

/** This moment as the product pages write it. */
export const now = (): string => spell(new Date());

/** An instant without its zone, to the second. */
const spell = (date: Date): string => date.toISOString().slice(0, 19).replace('T', ' ');

const dates = ['accountingdate', 'cancelationdate', 'created', 'due', 'issued', 'modified', 'orderdate'];

export function showIdentity({ reference, values }: Thing): Values {
  return { ...values, links: { self: `/api/identities/${encodeURIComponent(reference)}` }, reference };
}

export function showInvoice({ identity, locked, reference, values }: Invoice): Values {
  const items = Array.isArray(values.items) ? (values.items as Values[]) : [];
  const net = items.reduce((sum, { quantity, unitprice }) => sum + Number(quantity) * Number(unitprice), 0);
  const spelled = dates.flatMap((name) => {
    const value = values[name];
    return typeof value === 'string' ? [[name, spell(new Date(value))]] : [];
  });
  return {
    ...values,
    ...(Object.fromEntries(spelled) as Values),
    identity: { debtor: identity.values.debtor, reference: identity.reference },
    items: items.map((item, index) => ({
      ...item,
      position: index + 1,
      total: Number(item.quantity) * Number(item.unitprice),
    })),
    links: { documents: `/api/invoices/${encodeURIComponent(reference)}/documents` },
    locked,
    reference,
    total: Math.round(net * 100) / 100,
    unpaid: Math.round(net * 100) / 100,
  };
}
