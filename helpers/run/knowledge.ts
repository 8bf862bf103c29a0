/** What a run has learned of the server, each thing once for all checks. */
import type { DocumentedOperation } from '../../contracts/operations.ts';
import { TransportFailed } from '../failures.ts';
import type { Dialect } from './dialect.ts';
import type { Session } from './session.ts';

/** How many things of a kind may fail to become readable before no check waits for it any more. */
const patience = 3;

/** Remembers answers to questions that many checks ask. */
export class Knowledge {
  private readonly session: Session;
  private readonly answers = new Map<string, Promise<unknown>>();
  private readonly unread = new Map<DocumentedOperation, number>();
  private readonly read = new Set<DocumentedOperation>();
  private readonly refused = new Set<string>();
  private levelApplied = true;
  private broken = false;
  private orderLearner: ((task: 'resendInvoice' | 'modifyDunning') => Promise<boolean>) | undefined;
  private commitLagLearner: (() => Promise<number>) | undefined;
  private dialectLearner: (() => Promise<Dialect>) | undefined;

  constructor(session: Session) {
    this.session = session;
  }

  /**
   * The answer to a question, found out by the first check that asks. Where a lost connection left it open, that check
   * fails, and the others ask again.
   */
  async once<T>(question: string, find: () => Promise<T>): Promise<T> {
    for (;;) {
      // The map is keyed by question, and each question is asked with one type.
      const present = this.answers.get(question) as Promise<T> | undefined;
      if (present === undefined) return this.ask(question, find);
      try {
        return await present;
      } catch (error) {
        if (!(error instanceof TransportFailed)) throw error;
      }
    }
  }

  private ask<T>(question: string, find: () => Promise<T>): Promise<T> {
    const found = find();
    this.answers.set(question, found);
    found.catch((error: unknown) => {
      if (error instanceof TransportFailed) this.answers.delete(question);
    });
    return found;
  }

  /** Sets how the dialect is learned. */
  learnDialectBy(learn: () => Promise<Dialect>): void {
    this.dialectLearner = learn;
  }

  /** How this server takes the body of an invoice. */
  dialect(): Promise<Dialect> {
    const learn = this.dialectLearner;
    if (learn === undefined) throw new Error('nobody said how to learn the dialect');
    return this.once('dialect', learn);
  }

  /** Sets how the order of commit and tasks is learned. */
  learnOrderBy(learn: (task: 'resendInvoice' | 'modifyDunning') => Promise<boolean>): void {
    this.orderLearner = learn;
  }

  /** Whether a task is taken before the commit alone. */
  onlyBeforeCommit(task: 'resendInvoice' | 'modifyDunning'): Promise<boolean> {
    const learn = this.orderLearner;
    return learn === undefined ? Promise.resolve(false) : this.once(`${task} before commit alone`, () => learn(task));
  }

  /** Sets how it is learned how late a commit shows. */
  learnCommitLagBy(learn: () => Promise<number>): void {
    this.commitLagLearner = learn;
  }

  /** How long after its answer a commit changes what an invoice shows, in ms; 0 where that is done at once. */
  commitLagMs(): Promise<number> {
    const learn = this.commitLagLearner;
    return learn === undefined ? Promise.resolve(0) : this.once('how late a commit shows', learn);
  }

  /** Whether a requirement was found broken already, in whichever check. */
  get isBroken(): boolean {
    return this.broken;
  }

  /** Takes note of a broken requirement. */
  wasBroken(): void {
    this.broken = true;
  }

  /** Whether it is worth waiting for something to become readable by an operation. */
  isReadable(operation: DocumentedOperation): boolean {
    return this.read.has(operation) || (this.unread.get(operation) ?? 0) < patience;
  }

  /** Takes note of whether something became readable. */
  wasRead(operation: DocumentedOperation, readable: boolean): void {
    if (readable) this.read.add(operation);
    else this.unread.set(operation, (this.unread.get(operation) ?? 0) + 1);
  }

  /** Whether it is worth waiting for a dunning level to show: not after this server once never showed the one sent. */
  isLevelApplied(): boolean {
    return this.levelApplied;
  }

  /** Takes note that a level was accepted and never shown. */
  levelNotApplied(): void {
    this.levelApplied = false;
  }

  /** How long to try a task after a commit, in ms. */
  waitForCommit(task: string): number {
    return this.refused.has(task) ? 0 : this.session.target.limits.settleTimeoutMs;
  }

  /** Takes note that a task was not accepted however long it was tried. */
  commitNeverDone(task: string): void {
    this.refused.add(task);
  }
}
