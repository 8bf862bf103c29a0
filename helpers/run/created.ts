/** The invoices that a run created, by their content: what is shown in the place of another may bear no name. */
import type { JsonObject } from '../api.ts';
import { showsWhatWasSent } from '../compare.ts';

/** Remembers the bodies of creations. */
export class Created {
  private readonly bodies: JsonObject[] = [];

  /** Takes note of a body that was accepted. */
  note(body: JsonObject): void {
    this.bodies.push(body);
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
