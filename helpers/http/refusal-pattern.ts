/**
 * Whether a server that refuses with 429 counts time or calls. One that refuses every ninth request gains nothing from a
 * pause of all, which would take hours of a run.
 */

/** Fewer answers than these between two pauses, each waited out, look as if pauses were in vain. */
const answersWorthAPause = 100;
/** As long, in ms, as is waited before that is looked into. */
const waitedEnoughMs = 2000;
/** So many requests in a row that are answered within a pause show that it was in vain; no limit of that rate is so generous. */
const probesInAll = 5;
/** A server is asked no more often than this: each time costs it a request that it did not want. */
const mostAttempts = 2;
/** As many answers between two refusals, or the server does count time. */
const fewAnswers = 3;
/** So many refusals that close to each other, and pauses are for all again. */
const mostCloseRefusals = 6;

/** Finds out by a few requests within a pause, and takes back what it found when refusals become more. */
export class RefusalPattern {
  private pauses = 0;
  private answers = 0;
  private answersSinceRefusal = 0;
  private closeRefusals = 0;
  private attempts = 0;
  private answeredProbes = 0;
  private isProbing = false;
  private probeUnderWay = false;
  private counts: 'time' | 'calls' = 'time';

  /** Whether only the refused request has to wait. */
  get waitsAlone(): boolean {
    return this.counts === 'calls';
  }

  /** Lets a request through although there is a pause; its outcome has to be told as a probe's. */
  takeProbe(): boolean {
    if (!this.isProbing || this.probeUnderWay) return false;
    this.probeUnderWay = true;
    return true;
  }

  /** A request was answered. True where this shows that pauses of all are in vain. */
  answered(isProbe: boolean): boolean {
    this.answers += 1;
    this.answersSinceRefusal += 1;
    if (!isProbe) return false;
    this.probeUnderWay = false;
    this.answeredProbes += 1;
    if (!this.isProbing || this.answeredProbes < probesInAll) return false;
    this.isProbing = false;
    this.counts = 'calls';
    return true;
  }

  /** A request came to nothing: what it was to show is not known. */
  lost(isProbe: boolean): void {
    if (isProbe) this.probeUnderWay = false;
  }

  /** A request was refused, after so many ms of pauses. `isPause`: whether it begins one. */
  refused(isProbe: boolean, isPause: boolean, waitedMs: number): void {
    const since = this.answersSinceRefusal;
    this.answersSinceRefusal = 0;
    if (this.counts === 'calls') {
      this.closeRefusals = since < fewAnswers ? this.closeRefusals + 1 : 0;
      if (this.closeRefusals >= mostCloseRefusals) this.counts = 'time';
      return;
    }
    if (isProbe) {
      this.probeUnderWay = false;
      this.isProbing = false;
      return;
    }
    if (!isPause) return;
    this.pauses += 1;
    if (this.attempts >= mostAttempts || waitedMs < waitedEnoughMs) return;
    if (this.answers / this.pauses >= answersWorthAPause) return;
    this.attempts += 1;
    this.answeredProbes = 0;
    this.isProbing = true;
  }
}
