/** A server under test and all that is known about it. */
import type { Credentials } from './http/redaction.ts';
import type { NotifyAddress } from './notifications.ts';

/** What differs between merchants and cannot be learned from the server itself. */
export interface Fixtures {
  /** Tax profile to put into the detail of items, for merchants with a tax jurisdiction. */
  readonly taxProfile?: string;
  /** An identity that exists: it is read, and invoices are arranged for it; never changed. */
  readonly identity?: string;
  /** An invoice that exists: it is read and never changed. */
  readonly invoice?: string;
  /** Domain of invented e-mail addresses; a reserved one (RFC 2606) unless set. */
  readonly mailDomain: string;
  /** ISO 4217 code of invented invoices. */
  readonly currency: string;
}

/** Limits that a run keeps towards the target. Times in ms. */
export interface Limits {
  /** One request. */
  readonly requestTimeoutMs: number;
  /** Waiting for an asynchronous effect. */
  readonly settleTimeoutMs: number;
  /** Requests a second; 0 for no limit of our own. */
  readonly rate: number;
  /** Requests under way at once; 0 for no limit of our own. */
  readonly concurrency: number;
  /** What a commit, which is documented as asynchronous and shows nothing of its end, is given at the least. */
  readonly commitMs: number;
  /** All waiting for the server's own rate limit together. */
  readonly waitBudgetMs: number;
  /** Content of all answers together, in bytes. */
  readonly volume: number;
  /** How long after its first use a key is used again to see that it is still kept. */
  readonly keyAgeMs: number;
  /** How many random sequences of calls are played. */
  readonly sequences: number;
}

/** An accepted failure. */
export interface Waiver {
  readonly requirement: string;
  readonly operation: string;
  readonly reason: string;
  readonly owner: string;
  /** Last day on which it holds, `2026-12-31`. */
  readonly expires: string;
  /** Where it is written, `targets/staging.yaml:12`. */
  readonly place?: string;
}

/** What is recorded of a target to compare later runs with: verdicts and observations by `requirement @ operation`. */
export interface Baseline {
  readonly recordedAt: string;
  readonly verdicts: Readonly<Record<string, string>>;
  readonly observations: Readonly<Record<string, string>>;
}

/** A server under test. */
export interface Target {
  readonly name: string;
  /** Base URL up to and including `/api`. */
  readonly url: string;
  readonly account: Credentials;
  readonly secondAccount?: Credentials;
  readonly fixtures: Fixtures;
  readonly limits: Limits;
  /** Send only reads; every check that would change something is not applicable. */
  readonly readOnly: boolean;
  /** Do not call what mails customers. */
  readonly noMails: boolean;
  /** Where its notifications reach us. A target on this machine needs none: it reaches any port of it. */
  readonly notify?: NotifyAddress;
  /** Folder of what is kept of it from run to run; absent for a server that nobody knows to be the same next time. */
  readonly stateFolder?: string;
  readonly waivers: readonly Waiver[];
  /** Where another waiver would be written; absent where no file is read for it. */
  readonly waiverList?: WaiverList;
  readonly baseline?: Baseline;
}

/** The file of a target, and what stands there of waivers: nothing, a list without any, or some. */
export interface WaiverList {
  readonly path: string;
  readonly holds: 'nothing' | 'none' | 'some';
}

/** What holds where neither the environment nor the target's file says otherwise. */
export const defaultLimits: Limits = {
  requestTimeoutMs: 10_000,
  settleTimeoutMs: 10_000,
  commitMs: 400,
  rate: 0,
  concurrency: 32,
  waitBudgetMs: 300_000,
  volume: 128 * 1024 ** 2,
  keyAgeMs: 11_000,
  sequences: 12,
};

/** Fixtures of a target that says nothing of them. */
export const defaultFixtures: Fixtures = { mailDomain: 'example.com', currency: 'EUR' };
