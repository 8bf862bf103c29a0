/** What the sandbox remembers. Records are never changed in place: a change puts a new record in the old one's stead. */
import type { Json, JsonObject } from './json.ts';

/** One login and the name of the merchant behind it. */
export interface Account {
  readonly username: string;
  readonly password: string;
}

export interface Identity {
  readonly id: string;
  readonly reference: string;
  readonly created: string;
  readonly modified: string;
  /** Documented members as they were sent, filled with what is generated. */
  readonly members: JsonObject;
}

export interface Invoice {
  readonly id: string;
  readonly reference: string;
  readonly identityReference: string;
  readonly created: string;
  readonly modified: string;
  /** Documented members as they were sent, without items and reference. */
  readonly members: JsonObject;
  readonly items: readonly JsonObject[];
  readonly dunninglevel: number;
  /** The start date that was sent, if ever. */
  readonly startDunningDate: string | null;
  /** When the data was locked, if it is. */
  readonly committed: string | null;
  readonly documents: readonly InvoiceDocument[];
}

export interface InvoiceDocument {
  readonly id: string;
  readonly reference: string;
  readonly kind: string;
  readonly issued: string;
  readonly communications: readonly Communication[];
}

export interface Communication {
  readonly id: string;
  readonly created: string;
  readonly kind: string;
  readonly label: string;
  readonly comment: string;
  readonly file: string;
  readonly data: JsonObject;
}

/** Something that left the system. */
export interface Mail {
  readonly account: string;
  readonly invoiceReference: string;
  readonly to: string | null;
  readonly at: string;
}

export interface Notification {
  readonly account: string;
  readonly url: string;
  readonly payload: Json;
  /** `refused` where the sandbox does not call that address. */
  state: 'sent' | 'failed' | 'refused' | 'sending';
}
