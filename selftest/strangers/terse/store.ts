/** What one account holds. Writes see the truth at once; reads see a copy that lags by 50 to 150 ms. */
import type { Answer } from './answer.ts';

/** A record as it is stored and shown. */
export type Entry = Readonly<Record<string, unknown>>;

/** The lags follow each other in a fixed order, so that a run can be repeated. */
const lags = [50, 90, 130, 70, 150, 110] as const;

/** A value and when readers may see it. */
interface Version {
  readonly value: Entry;
  readonly visibleAt: number;
}

/** Records by reference, each with the versions readers have not all seen yet. */
class Shelf {
  readonly #versions = new Map<string, Version[]>();
  readonly #lag: () => number;

  constructor(lag: () => number) {
    this.#lag = lag;
  }

  /** The truth, for writes. */
  now(reference: string): Entry | undefined {
    return this.#versions.get(reference)?.at(-1)?.value;
  }

  /** What a reader sees. */
  seen(reference: string): Entry | undefined {
    const time = performance.now();
    return this.#versions.get(reference)?.findLast(({ visibleAt }) => visibleAt <= time)?.value;
  }

  /** All that a reader sees, in the order of creation. */
  allSeen(): Entry[] {
    return [...this.#versions.keys()].map((reference) => this.seen(reference)).filter((entry) => entry !== undefined);
  }

  /** Stores a version; no reader sees it before an earlier one. */
  put(reference: string, value: Entry): void {
    const versions = this.#versions.get(reference) ?? [];
    const before = versions.at(-1)?.visibleAt ?? 0;
    versions.push({ value, visibleAt: Math.max(before, performance.now() + this.#lag()) });
    this.#versions.set(reference, versions.slice(-8));
  }
}

/** Everything of one account. */
export class Book {
  readonly #timers = new Set<NodeJS.Timeout>();
  #lags = 0;
  #jobs = 0;
  readonly identities = new Shelf(() => this.#lag());
  readonly invoices = new Shelf(() => this.#lag());
  /** Documents by reference of the invoice: `{ list: [...] }`. */
  readonly documents = new Shelf(() => this.#lag());
  readonly accounts = new Shelf(() => this.#lag());
  readonly answers = new Map<string, Answer>();

  #lag(): number {
    this.#lags += 1;
    return lags[this.#lags % lags.length] ?? 100;
  }

  /** The id of a new job, document or communication. */
  nextId(): string {
    this.#jobs += 1;
    return String(this.#jobs);
  }

  /** Does something when a job would be done. */
  later(work: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      work();
    }, this.#lag());
    this.#timers.add(timer);
  }

  close(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }
}
