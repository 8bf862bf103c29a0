/** Bringing a task to where it is known to be accepted: a commit is asynchronous and nothing shows its end, so it is tried. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Api, JsonObject, ValidCall } from './api.ts';
import { describe } from './expect.ts';
import { ArrangementFailed } from './failures.ts';
import { type Answer, isSuccess } from './http/answer.ts';
import type { Knowledge } from './run/knowledge.ts';
import type { Session } from './run/session.ts';
import { settle } from './settle.ts';
import { dunningLevelOf } from './shown.ts';

/** The level that an invoice has from the start; and one for servers that break the promise to take it. */
const levelOfTrial = 0;
const levelOfSecondTrial = 1;
/** One commit takes longer than another. */
const marginOfLag = 1.3;

/** A task and the invoice that it is tried on. */
type TaskCall = Pick<ValidCall, 'reference' | 'account'> & { readonly operation: 'resendInvoice' | 'modifyDunning' };

/** Tries tasks for the arrangement of one check. */
export class Trial {
  private readonly api: Api;
  private readonly session: Session;
  private readonly knowledge: Knowledge;

  constructor(api: Api, session: Session, knowledge: Knowledge) {
    this.api = api;
    this.session = session;
    this.knowledge = knowledge;
  }

  /** Tries a task until it is accepted. Returns the dunning level that the invoice has then. */
  async untilAccepted(call: TaskCall, committedAt: number | undefined): Promise<number> {
    const { operation } = call;
    const bodies: readonly JsonObject[] =
      operation === 'resendInvoice' ? [{}] : [{ dunninglevel: levelOfTrial }, { dunninglevel: levelOfSecondTrial }];
    const { sight, settled } = await settle(
      this.session,
      () => this.firstAccepted(call, bodies),
      ({ answer }) => isSuccess(answer.status) || answer.status >= 500 || answer.status === 401,
      this.knowledge.waitForCommit(operation),
    );
    if (!settled || !isSuccess(sight.answer.status)) {
      this.knowledge.commitNeverDone(operation);
      throw new ArrangementFailed(`${operation} was never accepted: ${describe(sight.answer)}`, operation);
    }
    if (committedAt !== undefined) await this.untilCommitShows(committedAt);
    if (sight.body.dunninglevel !== levelOfSecondTrial) return levelOfTrial;
    await this.untilLevelShows(call, levelOfSecondTrial);
    return levelOfSecondTrial;
  }

  /** Waits until all that the commit changes shows: a task may be taken before that, and would be blamed for it. */
  private async untilCommitShows(committedAt: number): Promise<void> {
    const lagMs = await this.knowledge.commitLagMs();
    const left = lagMs === 0 ? 0 : committedAt + lagMs * marginOfLag - performance.now();
    if (left > 0) await sleep(left);
  }

  /** Tries a task with one body after another until one is accepted; the last answer where none is. */
  private async firstAccepted(
    call: ValidCall,
    bodies: readonly JsonObject[],
  ): Promise<{ answer: Answer; body: JsonObject }> {
    let last: { answer: Answer; body: JsonObject } | undefined;
    for (const body of bodies) {
      const note = `trying ${call.operation} until the commit is done`;
      last = { answer: await this.api.call({ ...call, body }, { note }), body };
      if (last.answer.status < 400 || last.answer.status >= 500 || last.answer.status === 401) break;
    }
    if (last === undefined) throw new Error(`no body to try ${call.operation} with`);
    return last;
  }

  /** Waits until the level that the trial set is shown, where any is: else it would pass for the effect of a later call. */
  private async untilLevelShows({ operation: _task, ...where }: TaskCall, level: number): Promise<void> {
    if (!this.knowledge.isLevelApplied()) return;
    const read: ValidCall = { operation: 'getInvoice', ...where };
    const { settled } = await settle(
      this.session,
      async () => dunningLevelOf((await this.api.call(read, { note: 'waiting until the trial shows' })).json),
      (shown) => shown === undefined || shown === level,
    );
    if (!settled) this.knowledge.levelNotApplied();
  }
}
