/** What observations stand on: the words of answers, and looking for effects without waiting for what may never come. */
import type { DocumentedOperation } from '../contracts/operations.ts';
import type { Departure, JsonObject, ValidCall } from './api.ts';
import type { ArrangedInvoice } from './arrange.ts';
import { showsWhatWasSent } from './compare.ts';
import { communications, resendAndCount, showsResends } from './effects.ts';
import { ArrangementFailed } from './failures.ts';
import { type Answer, isSuccess } from './http/answer.ts';
import { needSuccess } from './invoices.ts';
import { answersDiffer, sameAnswer } from './replay.ts';
import { quietAfterCommit, settle, settleSoon } from './settle.ts';
import { dunningLevelOf, identifierOf } from './shown.ts';
import type { CheckContext } from './spec.ts';

/** Records whether a call is accepted. */
export async function observeAccepted(
  context: CheckContext,
  call: ValidCall,
  departure: Departure = {},
): Promise<void> {
  const answer = await context.api.call(call, departure);
  context.observe(isSuccess(answer.status) ? 'accepted' : 'refused');
}

/** The words for a refusal: its status where the vocabulary knows it. */
export function refusedWith(status: number, known: readonly number[]): string {
  return known.includes(status) ? `refused with ${status}` : 'refused otherwise';
}

/** Records whether a call is accepted, and if not, with which status it is refused. */
export function observeRefusal({ observe }: CheckContext, { status }: Answer, known: readonly number[]): void {
  observe(isSuccess(status) ? 'accepted' : refusedWith(status, known));
}

/** An invoice that many observations only look at; made once. */
export function invoiceToLookAt({ arrange, knowledge }: CheckContext): Promise<ArrangedInvoice> {
  return knowledge.once('an invoice to look at', () => arrange.invoice());
}

/**
 * A valid call of the operation, made once for all observations whose answer does not depend on what others did to the
 * same resource.
 */
export function sharedCall({ arrange, knowledge, operation }: CheckContext): Promise<ValidCall> {
  return knowledge.once(`a call of ${operation} to observe`, () => arrange.validCall(operation));
}

/**
 * Sends an update and waits until it has taken effect: a mark in meta goes with it and comes to show at the same time.
 * Returns the answer and the invoice as it is shown then.
 */
export async function markedUpdate(
  context: CheckContext,
  reference: string,
  members: JsonObject,
  note: string,
): Promise<{ answer: Answer; shown: Record<string, unknown> }> {
  const { api, arrange, invent, session } = context;
  const mark = { meta: { mark: invent.word() } };
  const answer = await api.updateInvoice(reference, { ...members, ...mark }, { note });
  if (!isSuccess(answer.status)) return { answer, shown: {} };
  const shown = await whenShown(
    context,
    () => arrange.shownInvoice(reference),
    (sight) => sight.meta === undefined || sight.meta === null || showsWhatWasSent(mark, sight),
  );
  if (shown.meta === undefined || shown.meta === null) {
    await quietAfterCommit(session);
    return { answer, shown: await arrange.shownInvoice(reference) };
  }
  return { answer, shown };
}

/** Looks until something shows that ought to, at most the settle timeout. */
export async function whenShown<T>(
  { session }: CheckContext,
  look: () => Promise<T>,
  isShown: (sight: T) => boolean,
): Promise<T> {
  return (await settle(session, look, isShown)).sight;
}

/** Learns once how long effects take on this server, by an update that ought to show. */
function learnLag(context: CheckContext): Promise<void> {
  return context.knowledge.once('how long effects take', async () => {
    try {
      // Of another identity: whoever asks first may count the invoices of its own.
      const identity = (await context.arrange.identity()).reference;
      const { reference } = await context.arrange.invoice({ identity });
      await markedUpdate(context, reference, {}, 'how long does an update take to show');
    } catch (error) {
      // Then nothing is known of it, and the least time has to do.
      if (!(error instanceof ArrangementFailed)) throw error;
    }
  });
}

/** Looks for something that may never come, no longer than effects take on this server. */
export async function soon<T>(
  context: CheckContext,
  look: () => Promise<T>,
  isThere: (sight: T) => boolean,
): Promise<T> {
  await learnLag(context);
  return (await settleSoon(context.session, look, isThere)).sight;
}

/** Whether a commit has been carried out, as far as that can be known: its lock shows, or it had time enough. */
export async function whenCommitted(context: CheckContext, reference: string): Promise<void> {
  await quietAfterCommit(context.session);
  // A server that shows null where the time of the commit will stand lets us wait for it.
  await whenShown(
    context,
    () => context.arrange.shownInvoice(reference, 'is the commit done'),
    ({ committed }) => committed !== null,
  );
}

/**
 * Makes a call that uses a key for the second time in another way, and says in the words of the vocabulary what became of
 * it. `carriedOut` looks for the effect where both answers are alike.
 */
export async function fateOfKey(
  context: CheckContext,
  call: ValidCall,
  first: Answer,
  key: string,
  note: string,
  carriedOut: () => Promise<boolean | undefined>,
): Promise<string> {
  const answer = await context.api.call(call, { key, note });
  if (!isSuccess(answer.status)) return refusedWith(answer.status, [400, 409, 422]);
  if (!sameAnswer(first, answer)) return 'executed';
  if (call.operation.startsWith('create') && identifierOf(answer.json) !== undefined) return 'replayed';
  if (await answersDiffer(context, call.operation)) return 'replayed';
  const done = await carriedOut();
  if (done === undefined) return 'answered alike';
  return done ? 'executed' : 'replayed';
}

/** Whether an invoice comes to show a dunning level; `undefined` where it shows none at all. */
export async function showsLevel(
  context: CheckContext,
  reference: string,
  level: number,
): Promise<boolean | undefined> {
  const look = async () => dunningLevelOf(await context.arrange.shownInvoice(reference, 'the level shown'));
  const shown = await soon(context, look, (sight) => sight === level);
  return shown === undefined ? undefined : shown === level;
}

/**
 * Counts the communications that calls add to an invoice; `undefined` where this server shows no resends. A resend
 * without a key follows: when it shows, the calls before it would.
 */
export async function mailsOf(
  context: CheckContext,
  reference: string,
  act: () => Promise<unknown>,
): Promise<number | undefined> {
  if (!(await showsResends(context))) return undefined;
  await whenCommitted(context, reference);
  const before = await resendAndCount(context, reference);
  await act();
  await resendAndCount(context, reference);
  await quietAfterCommit(context.session);
  return (await communications(context, reference)) - before - 1;
}

/** What became of one member by an update. */
export function memberAfter(before: unknown, after: unknown): 'cleared' | 'unchanged' | 'another value' {
  if (after === undefined || after === null) return 'cleared';
  return showsWhatWasSent(before, after) ? 'unchanged' : 'another value';
}

/** A call with one member that is on no list or in no format: its refusal with 400 is promised. */
export function mistakenCall({ operation }: CheckContext, right: ValidCall): { wrong: JsonObject; member: string } {
  const members: Partial<Record<DocumentedOperation, JsonObject>> = {
    updateInvoice: { paymentkind: 'unknown' },
    createInvoice: { paymentkind: 'unknown' },
    createIdentity: { kind: 'unknown' },
    modifyDunning: { startDunningDate: 'soon' },
  };
  const mistake = members[operation] ?? {};
  return { wrong: { ...right.body, ...mistake }, member: Object.keys(mistake)[0] ?? '' };
}

/** Makes a call that has to be accepted for the observation to go on. */
export async function accept(context: CheckContext, call: ValidCall, departure: Departure): Promise<Answer> {
  return needSuccess(await context.api.call(call, departure), departure.note ?? call.operation);
}
