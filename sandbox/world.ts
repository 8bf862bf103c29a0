/** The state of one sandbox: what each account holds, the keys, and what went out. */
import type { Clock } from './clock.ts';
import type { StoredKey } from './idempotency.ts';
import type { Account, Identity, Invoice, Mail, Notification } from './model.ts';
import { type RandomSource, randomSource } from './random.ts';

export interface AccountData {
  readonly account: Account;
  readonly identities: Map<string, Identity>;
  readonly invoices: Map<string, Invoice>;
}

export interface World {
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly accounts: readonly AccountData[];
  readonly keys: Map<string, StoredKey>;
  readonly mails: Mail[];
  readonly notifications: Notification[];
  /** A number not given out before. */
  nextNumber(): number;
}

/** A world in which nothing has happened yet. */
export function emptyWorld(accounts: readonly Account[], clock: Clock, seed: number): World {
  let last = 0;
  return {
    clock,
    random: randomSource(seed),
    accounts: accounts.map((account) => ({ account, identities: new Map(), invoices: new Map() })),
    keys: new Map(),
    mails: [],
    notifications: [],
    nextNumber: () => ++last,
  };
}

/** The present time in the notation of most published examples. */
export function timestamp(world: World): string {
  return new Date(world.clock.now()).toISOString();
}
