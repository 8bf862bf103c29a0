/** The moment until which an answer is waited for. It can be put off, and it does not hold against a server that we slept. */

/** A timer that is later than this, in ms, was kept by a busy or sleeping machine. */
const tolerableLateness = 100;

/** Aborts its signal when the time is over. */
export class Deadline {
  private readonly controller = new AbortController();
  private timer: NodeJS.Timeout | undefined;
  private leftMs: number;
  private startedAt = performance.now();
  private wasLate = false;

  constructor(timeoutMs: number) {
    this.leftMs = timeoutMs;
    this.resume();
  }

  /** Aborted when the time is over. */
  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** Stops the clock. */
  pause(): void {
    clearTimeout(this.timer);
    this.leftMs -= performance.now() - this.startedAt;
  }

  /** Lets the clock go on. */
  resume(): void {
    this.startedAt = performance.now();
    this.timer = setTimeout(() => this.over(), Math.max(0, this.leftMs));
  }

  /** Stops the clock for good. */
  clear(): void {
    clearTimeout(this.timer);
  }

  /** Whatever arrived while this process could not read is waiting to be read now, so that time is given once more. */
  private over(): void {
    const lateMs = performance.now() - this.startedAt - this.leftMs;
    if (lateMs <= tolerableLateness || this.wasLate) {
      this.controller.abort();
      return;
    }
    this.wasLate = true;
    this.leftMs = lateMs;
    this.resume();
  }
}
