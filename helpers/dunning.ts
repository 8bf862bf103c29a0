/** What the dunning takes: no page says which base dates, past ones or those to come, nor that a level may be skipped. */
import type { JsonObject } from './api.ts';
import { ArrangementFailed } from './failures.ts';
import { type Answer, isSuccess } from './http/answer.ts';
import { settle, settleSoon } from './settle.ts';
import { dunningLevelOf } from './shown.ts';
import type { CheckContext } from './spec.ts';

/** Offsets of the first days after a day, or before it, that show whether day and month were mixed up. */
function telling({ invent }: CheckContext, from: number, step: 1 | -1): number {
  for (let days = from; Math.abs(days) < 30; days += step) {
    const [, month = '', day = ''] = invent.day(days).split('-');
    if (Number(day) <= 12 && day !== month) return days;
  }
  return from;
}

/** Days from the first day of the run: after the due date of an invented invoice, to come, today, and the due date itself. */
function candidates(context: CheckContext): readonly number[] {
  return [telling(context, -2, -1), telling(context, 2, 1), 0, -26];
}

/** A base date that this server takes, undefined where it takes none of several; found out once. */
export function takenStartDate(context: CheckContext): Promise<string | undefined> {
  const { api, arrange, invent, knowledge } = context;
  return knowledge.once('a start date that is taken', async () => {
    const { reference } = await arrange.invoiceReadyFor('modifyDunning');
    for (const days of candidates(context)) {
      const startDunningDate = invent.day(days);
      const call = { operation: 'modifyDunning', reference, body: { startDunningDate } } as const;
      const answer = await api.call(call, { note: 'which start dates are taken' });
      if (isSuccess(answer.status)) return startDunningDate;
    }
    return undefined;
  });
}

/** The base dates that are tried, for people. */
export function triedStartDates(context: CheckContext): string {
  return candidates(context)
    .map((days) => context.invent.day(days))
    .join(', ');
}

/** A base date that this server takes. Throws ArrangementFailed where it takes none. */
export async function startDate(context: CheckContext): Promise<string> {
  const day = await takenStartDate(context);
  if (day === undefined) {
    throw new ArrangementFailed(`none of the start dates ${triedStartDates(context)} is taken`, 'modifyDunning');
  }
  return day;
}

/** The level comes to be shown. */
export function levelShown({ arrange, session }: CheckContext, reference: string, level: number) {
  return settle(
    session,
    async () => dunningLevelOf(await arrange.shownInvoice(reference, 'the level shown')),
    (shown) => shown === level,
  );
}

/** Sends a change of the dunning; where a level above 1 is refused, after level 1 was reached. The last answer to it. */
export async function changeDunning(
  { api, arrange, session }: CheckContext,
  reference: string,
  body: JsonObject,
  note: string,
): Promise<Answer> {
  const send = (content: JsonObject, why: string) =>
    api.call({ operation: 'modifyDunning', reference, body: content }, { note: why });
  const answer = await send(body, note);
  const { dunninglevel } = body;
  const mayBeAStepAhead = typeof dunninglevel === 'number' && dunninglevel > 1;
  if (!mayBeAStepAhead || ![400, 409, 422].includes(answer.status)) return answer;
  if (!isSuccess((await send({ dunninglevel: 1 }, 'level 1 first')).status)) return answer;
  await settle(
    session,
    async () => dunningLevelOf(await arrange.shownInvoice(reference, 'is level 1 reached')),
    (level) => level === undefined || level === 1,
  );
  return (
    await settleSoon(
      session,
      () => send(body, note),
      ({ status }) => isSuccess(status),
    )
  ).sight;
}
