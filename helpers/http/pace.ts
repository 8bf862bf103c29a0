/** How fast and how many at once: the suite's own limits, and the server's. */
import { setTimeout as sleep } from 'node:timers/promises';
import { RefusalPattern } from './refusal-pattern.ts';

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

/** So many requests in a row without an answer, and fewer are sent at once. */
const lossesOfTooMany = 4;

/** A pause may turn out to be in vain while somebody waits for its end. */
const longestSleepMs = 100;

/** The server asked to wait longer than the budget allows. */
export class WaitBudgetSpent extends Error {}

/** A request's leave to go. */
export interface Turn {
  /** Whether it goes although the server asked to wait, to see whether it has to. */
  readonly isProbe: boolean;
}

/**
 * Lets requests through one by one, at the rate and concurrency allowed. After a 429 nothing is sent until the server's
 * wait is over, then fewer at once: half, and again one more after each fifty that went well. Where waiting is seen to
 * change nothing, because the server refuses by number, only the refused request waits.
 */
export class Pace {
  private readonly options: PaceOptions;
  private underWay = 0;
  private readonly mostAtOnce: number;
  private concurrency: number;
  private leftAt = Number.NEGATIVE_INFINITY;
  private line: Promise<unknown> = Promise.resolve();
  private pausedUntil = 0;
  private spentMs = 0;
  private successes = 0;
  private refusalsInRow = 0;
  private lossesInRow = 0;
  private readonly pattern = new RefusalPattern();
  /** How many requests the server refused with 429. */
  refusedCount = 0;
  private readonly waiting: (() => void)[] = [];
  /** Those that others wait for, or that wait long themselves later. */
  private readonly waitingFirst: (() => void)[] = [];

  constructor(options: PaceOptions) {
    this.options = options;
    this.mostAtOnce = options.concurrency > 0 ? options.concurrency : Number.POSITIVE_INFINITY;
    this.concurrency = this.mostAtOnce;
  }

  /** Waits for a turn, `first` of all that wait for one. Each turn must be given back by `done`. */
  async turn(first = false): Promise<Turn> {
    const line = first ? this.waitingFirst : this.waiting;
    while (this.underWay >= this.concurrency) await new Promise<void>((resolve) => line.push(resolve));
    this.underWay += 1;
    if (this.options.rate === 0) return this.pauseOver();
    const place = this.line.then(() => this.nextInLine());
    this.line = place;
    return place;
  }

  /**
   * Lets one request of a limited rate go: they leave one by one, each after the time that the one before really left
   * at, so that a late timer never makes a burst.
   */
  private async nextInLine(): Promise<Turn> {
    const gapMs = 1000 / (this.options.rate * shareOfRate);
    for (;;) {
      const wait = this.leftAt + gapMs - performance.now();
      if (wait <= 0) break;
      await sleep(wait);
    }
    const turn = await this.pauseOver();
    this.leftAt = performance.now();
    return turn;
  }

  private async pauseOver(): Promise<Turn> {
    for (;;) {
      const wait = this.pausedUntil - performance.now();
      if (wait <= 0 || this.pattern.waitsAlone) return { isProbe: false };
      if (this.pattern.takeProbe()) return { isProbe: true };
      await sleep(Math.min(wait, longestSleepMs));
    }
  }

  /** Gives a turn back. */
  done(): void {
    this.underWay -= 1;
    this.letNext();
  }

  /** No complete answer came to a request. A server that can bear fewer at once is asked fewer at once. */
  lost({ isProbe }: Turn): void {
    this.pattern.lost(isProbe);
    this.lossesInRow += 1;
    if (this.lossesInRow % lossesOfTooMany === 0) this.askFewer();
  }

  private askFewer(): void {
    this.concurrency = Math.max(1, Math.floor(Math.min(this.concurrency, Math.max(this.underWay, 1)) / 2));
  }

  /** A request was answered with something else than 429. */
  answered({ isProbe }: Turn): void {
    this.refusalsInRow = 0;
    this.lossesInRow = 0;
    this.successes += 1;
    if (this.pattern.answered(isProbe)) {
      this.concurrency = this.mostAtOnce;
      for (const next of [...this.waitingFirst.splice(0), ...this.waiting.splice(0)]) next();
    }
    if (this.successes % 50 === 0 && this.concurrency < this.mostAtOnce) {
      this.concurrency += 1;
      this.letNext();
    }
  }

  private letNext(): void {
    (this.waitingFirst.shift() ?? this.waiting.shift())?.();
  }

  /**
   * A request was refused with 429: nothing is sent until the wait is over, or, where the server refuses by number, this
   * request is not. Gives how long the request itself has to wait before it takes a turn again, in ms.
   * Throws WaitBudgetSpent when that would exceed the budget of the run.
   */
  refused(retryAfterMs: number | undefined, { isProbe }: Turn): number {
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
    this.pattern.refused(isProbe, now >= this.pausedUntil, this.spentMs);
    this.pausedUntil = until;
    if (this.pattern.waitsAlone) return wait;
    if (added > 0 && !isProbe) this.askFewer();
    return 0;
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
