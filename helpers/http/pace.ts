/** How fast and how many at once: the suite's own limits, and the server's. */
import { setTimeout as sleep } from 'node:timers/promises';

/** Limits that the run keeps. */
export interface PaceOptions {
  /** Requests a second; 0 for no limit of our own. */
  readonly rate: number;
  /** Requests under way at once; 0 for no limit of our own. */
  readonly concurrency: number;
  /** The longest that the run waits for a server that limits the rate, in ms, all waits together. */
  readonly waitBudgetMs: number;
}

/** The share of a limit that is used: requests do not all take equally long to arrive, and the server counts there. */
const shareOfRate = 0.95;

/** The server asked to wait longer than the budget allows. */
export class WaitBudgetSpent extends Error {}

/**
 * Lets requests through one by one, at the rate and concurrency allowed. After a 429 nothing is sent until the server's
 * wait is over, then fewer at once: half, and again one more after each fifty that went well.
 */
export class Pace {
  private readonly options: PaceOptions;
  private underWay = 0;
  private concurrency: number;
  private leftAt = Number.NEGATIVE_INFINITY;
  private line: Promise<void> = Promise.resolve();
  private pausedUntil = 0;
  private spentMs = 0;
  private successes = 0;
  private refusalsInRow = 0;
  /** How many requests the server refused with 429. */
  refusedCount = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(options: PaceOptions) {
    this.options = options;
    this.concurrency = options.concurrency > 0 ? options.concurrency : Number.POSITIVE_INFINITY;
  }

  /** Waits for a turn. Each turn must be given back by `done`. */
  async turn(): Promise<void> {
    while (this.underWay >= this.concurrency) await new Promise<void>((resolve) => this.waiting.push(resolve));
    this.underWay += 1;
    if (this.options.rate > 0) {
      const place = this.line.then(() => this.nextInLine());
      this.line = place;
      await place;
    } else await this.pauseOver();
  }

  /**
   * Lets one request of a limited rate go: they leave one by one, each after the time that the one before really left
   * at, so that a late timer never makes a burst.
   */
  private async nextInLine(): Promise<void> {
    const gapMs = 1000 / (this.options.rate * shareOfRate);
    for (;;) {
      const wait = this.leftAt + gapMs - performance.now();
      if (wait <= 0) break;
      await sleep(wait);
    }
    await this.pauseOver();
    this.leftAt = performance.now();
  }

  private async pauseOver(): Promise<void> {
    for (;;) {
      const wait = this.pausedUntil - performance.now();
      if (wait <= 0) return;
      await sleep(wait);
    }
  }

  /** Gives a turn back. */
  done(): void {
    this.underWay -= 1;
    this.waiting.shift()?.();
  }

  /** A request was answered with something else than 429. */
  answered(): void {
    this.refusalsInRow = 0;
    this.successes += 1;
    const most = this.options.concurrency > 0 ? this.options.concurrency : Number.POSITIVE_INFINITY;
    if (this.successes % 50 === 0 && this.concurrency < most) {
      this.concurrency += 1;
      this.waiting.shift()?.();
    }
  }

  /**
   * A request was refused with 429: nothing is sent until the wait is over.
   * Throws WaitBudgetSpent when that would exceed the budget of the run.
   */
  refused(retryAfterMs: number | undefined): void {
    const now = performance.now();
    // What was under way when the wait began is no second refusal.
    if (now >= this.pausedUntil) this.refusalsInRow += 1;
    this.refusedCount += 1;
    // A server that asks for no time at all and goes on refusing is waited for all the same.
    const wait = Math.max(retryAfterMs ?? 0, Math.min(5000, 50 * 2 ** Math.min(this.refusalsInRow, 10)));
    const until = Math.max(this.pausedUntil, now + wait);
    const added = until - Math.max(this.pausedUntil, now);
    if (this.spentMs + added > this.options.waitBudgetMs) {
      throw new WaitBudgetSpent(
        `the server limits the rate and asks to wait ${spell(wait)}, and the run may wait ${spell(this.options.waitBudgetMs)} in all`,
      );
    }
    this.spentMs += added;
    if (added > 0)
      this.concurrency = Math.max(1, Math.floor(Math.min(this.concurrency, Math.max(this.underWay, 1)) / 2));
    this.pausedUntil = until;
  }

  /** How long the run has waited for the server's rate limit, in ms. */
  get waitedMs(): number {
    return Math.round(this.spentMs);
  }
}

function spell(ms: number): string {
  if (!Number.isFinite(ms)) return 'for ever';
  if (ms >= 172_800_000) return `${Math.round(ms / 86_400_000)} days`;
  return ms >= 1000 ? `${Math.round(ms / 1000)} s` : `${Math.round(ms)} ms`;
}
