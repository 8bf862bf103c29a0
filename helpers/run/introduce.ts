/** The first words with a server: whether it answers, takes the credentials, and how it takes an invoice. */

import { describe } from '../expect.ts';
import { TransportFailed } from '../failures.ts';
import { type Answer, isSuccess } from '../http/answer.ts';
import { quietAfterCommit, settle } from '../settle.ts';
import type { CheckContext } from '../spec.ts';
import { learnCommitLag } from './commit-lag.ts';
import { dialects, invoiceBody } from './dialect.ts';
import type { Knowledge } from './knowledge.ts';
import { CheckLog } from './session.ts';

/** What the first words told. */
export interface Introduction {
  readonly reached: boolean;
  readonly credentialsAccepted: boolean;
  /** Why the run cannot go on, for people; empty where it can. */
  readonly problem: string;
}

type ContextFor = (
  check: { key: string; operation: 'getInvoice'; subject: string; requirement: 'operation.valid-request-succeeds' },
  log: CheckLog,
  attempt: number,
) => { context: CheckContext };

/**
 * Reads a list, an identity and an invoice to see whether the server is there and lets us in: one that answers any of
 * them, be it by no more than a head, has been reached, and one that answers all with 401 refuses the credentials.
 */
export async function introduce(knowledge: Knowledge, contextFor: ContextFor): Promise<Introduction> {
  // What it learns, most checks wait for.
  const log = new CheckLog('introduction', true);
  const self = {
    key: 'introduction',
    operation: 'getInvoice',
    subject: '',
    requirement: 'operation.valid-request-succeeds',
  } as const;
  const { context } = contextFor(self, log, 0);
  knowledge.learnDialectBy(() => learnDialect(context));
  knowledge.learnOrderBy((task) => learnOrder(context, task));
  knowledge.learnCommitLagBy(() => learnCommitLag(context));
  const { api, arrange } = context;
  const questions: (() => Promise<Answer>)[] = [
    () =>
      api.call({ operation: 'listIdentities', query: { page: '1', pageSize: '1' } }, { note: 'is the server there' }),
    () => api.getInvoice(arrange.absentReference(), 'is the server there'),
    () => api.getIdentity(arrange.absentReference(), 'is the server there'),
  ];
  const asked = await Promise.all(
    questions.map(async (ask) => {
      try {
        return await ask();
      } catch (error) {
        if (!(error instanceof TransportFailed)) throw error;
        return error;
      }
    }),
  );
  const answers = asked.filter((one): one is Answer => !(one instanceof Error));
  const failure = asked.find((one): one is TransportFailed => one instanceof Error);
  if (answers.length === 0 && !asked.some((one) => one instanceof TransportFailed && one.headCame)) {
    return {
      reached: false,
      credentialsAccepted: false,
      problem: `the target was not reached: ${failure?.message ?? ''}`,
    };
  }
  if (answers.length > 0 && answers.every(({ status }) => status === 401)) {
    const problem = `the target refused the credentials: ${answers[0] === undefined ? '' : describe(answers[0])}`;
    return { reached: true, credentialsAccepted: false, problem };
  }
  return { reached: true, credentialsAccepted: true, problem: '' };
}

/**
 * Whether a task is only taken before the commit: no page says which invoices may be dunned or resent. A task that an
 * uncommitted invoice refuses is not. Else it is asked of a committed one, and asked again when the commit, which is
 * carried out after its answer, should be done.
 */
async function learnOrder(
  { api, arrange, session }: CheckContext,
  task: 'resendInvoice' | 'modifyDunning',
): Promise<boolean> {
  const body = task === 'resendInvoice' ? {} : { dunninglevel: 1 };
  const isTaken = async (reference: string, when: string) =>
    isSuccess((await api.call({ operation: task, reference, body }, { note: `is ${task} taken ${when}` })).status);
  if (!(await isTaken((await arrange.invoice()).reference, 'before a commit'))) return false;
  const { reference } = await arrange.committedInvoice();
  const isTakenNow = () => isTaken(reference, 'after a commit');
  if (await isTakenNow()) {
    await quietAfterCommit(session);
    if (await isTakenNow()) return false;
  }
  return !(await settle(session, isTakenNow, (taken) => taken)).settled;
}

/** Creates one invoice, in each way of writing it until one is accepted. */
async function learnDialect({ api, arrange, invent, session }: CheckContext) {
  const identity = await arrange.identity();
  let first: Answer | undefined;
  for (const dialect of dialects) {
    const reference = arrange.newReference('invoice');
    const body = { reference, ...invoiceBody(dialect, invent, session.target.fixtures.currency) };
    const answer = await api.call(
      { operation: 'createInvoice', reference: identity.reference, body },
      { note: 'learning how this server takes an invoice' },
    );
    if (isSuccess(answer.status)) return dialect;
    first ??= answer;
  }
  if (first === undefined) throw new Error('there is no way to write an invoice');
  throw await arrange.refusedCreation(identity.reference, first);
}
