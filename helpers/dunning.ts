/** Base dates of the dunning: no page says which are taken, past ones or those to come. */
import { ArrangementFailed } from './failures.ts';
import { isSuccess } from './http/answer.ts';
import type { CheckContext } from './spec.ts';

/** Days from the first day of the run: after the due date of an invented invoice, today, to come, and the due date itself. */
const candidates = [-10, 0, 14, -26];

/** A base date that this server takes, undefined where it takes none of several; found out once. */
export function takenStartDate(context: CheckContext): Promise<string | undefined> {
  const { api, arrange, invent, knowledge } = context;
  return knowledge.once('a start date that is taken', async () => {
    const { reference } = await arrange.invoiceReadyFor('modifyDunning');
    for (const days of candidates) {
      const startDunningDate = invent.day(days);
      const call = { operation: 'modifyDunning', reference, body: { startDunningDate } } as const;
      const answer = await api.call(call, { note: 'which start dates are taken' });
      if (isSuccess(answer.status)) return startDunningDate;
    }
    return undefined;
  });
}

/** The base dates that are tried, for people. */
export function triedStartDates({ invent }: CheckContext): string {
  return candidates.map((days) => invent.day(days)).join(', ');
}

/** A base date that this server takes. Throws ArrangementFailed where it takes none. */
export async function startDate(context: CheckContext): Promise<string> {
  const day = await takenStartDate(context);
  if (day === undefined) {
    throw new ArrangementFailed(`none of the start dates ${triedStartDates(context)} is taken`, 'modifyDunning');
  }
  return day;
}
