/** The records beside one: what a fault that reaches too far takes for it. */
import type { Identity, Invoice } from '../model.ts';

/** The identity of an account that was created last, one reference excepted. */
export function lastIdentityBut(identities: ReadonlyMap<string, Identity>, reference: string): Identity | undefined {
  return [...identities.values()].findLast((identity) => identity.reference !== reference);
}

/** The other invoices of the same customer. */
export function siblingsOf(invoices: ReadonlyMap<string, Invoice>, { id, identityReference }: Invoice): Invoice[] {
  return [...invoices.values()].filter((other) => other.identityReference === identityReference && other.id !== id);
}

/** The invoice of the same customer that was created before one. */
export function invoiceBefore(invoices: ReadonlyMap<string, Invoice>, invoice: Invoice): Invoice | undefined {
  const all = [...invoices.values()].filter(({ identityReference }) => identityReference === invoice.identityReference);
  return all[all.findIndex(({ id }) => id === invoice.id) - 1];
}
