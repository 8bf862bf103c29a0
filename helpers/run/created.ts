/** What a run created: invoices by their content, since what is shown in the place of another may bear no name. */
import type { JsonObject, ValidCall } from '../api.ts';
import { showsWhatWasSent } from '../compare.ts';
import type { Call } from '../http/client.ts';

/** Remembers the bodies of creations. */
export class Created {
  private readonly bodies: JsonObject[] = [];
  private readonly references = new Set<unknown>();

  /** Takes note of a call that was accepted. */
  note({ operation, body = {}, reference }: ValidCall): void {
    if (operation === 'createInvoice') this.bodies.push(body);
    if (operation === 'upsertIdentity') this.references.add(reference);
    if (operation.startsWith('create')) this.references.add(body.reference);
  }

  /** Whether a call creates something under a reference that nothing else bears, without a key: nothing is in its way. */
  isUnhindered({ operation, body, headers }: Call): boolean {
    if (!operation.startsWith('create') || typeof body !== 'string') return false;
    if (headers.some(([name]) => name.toLowerCase() === 'idempotency-key')) return false;
    const reference = /"reference":"([^"\\]+)"/.exec(body)?.[1];
    return reference !== undefined && !this.references.has(reference);
  }

  /** The body of an invoice whose items, or else meta, are those that are shown; of several the first. */
  ownerOf(shown: Record<string, unknown>): JsonObject | undefined {
    return this.bodies.find((body) => {
      if (Array.isArray(body.items) && body.items.length > 0 && shown.items !== undefined) {
        return showsWhatWasSent(body.items, shown.items);
      }
      return body.meta !== undefined && shown.meta !== undefined && showsWhatWasSent(body.meta, shown.meta);
    });
  }
}
