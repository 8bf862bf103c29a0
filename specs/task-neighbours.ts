/** What is done to one invoice leaves the others alone. Sources: invoices-resendinvoice, -modifydunning, -commitinvoice. */
import type { ArrangedInvoice } from '../helpers/arrange.ts';
import { sameJson } from '../helpers/compare.ts';
import { fail, quote } from '../helpers/expect.ts';
import { expectUntouched, needSuccess, stateNow } from '../helpers/invoices.ts';
import { quietAfterCommit } from '../helpers/settle.ts';
import { type CheckContext, requirement } from '../helpers/spec.ts';
import { expectSameStanding, standingOf } from '../helpers/standing.ts';

/** Another invoice shows what it showed before. */
async function expectTheSame(
  context: CheckContext,
  { reference, sent }: ArrangedInvoice,
  before: Record<string, unknown>,
): Promise<void> {
  const look = () => context.arrange.shownInvoice(reference, 'another invoice after it');
  const what = `${context.operation} on one invoice changed another`;
  const after = await look();
  expectUntouched(stateNow(sent, before), after, what);
  await expectSameStanding(context, reference, standingOf(before), what);
  // Meta is the merchant's own, so nothing comes to it either; where each look shows another, the looking changes it.
  if (sameJson(before.meta, after.meta) || !sameJson(after.meta, (await look()).meta)) return;
  fail(`${what}: meta changed`, quote(before.meta), quote(after.meta));
}

requirement('tasks.of-other-invoices-nothing', async (context) => {
  const { api, arrange, operation, session } = context;
  const [older, chosen, newer] = [await arrange.invoice(), await arrange.invoice(), await arrange.invoice()];
  const others: [ArrangedInvoice, Record<string, unknown>][] = [];
  for (const other of [older, newer]) {
    others.push([other, await arrange.shownInvoice(other.reference, 'another invoice before')]);
  }
  // The trial is a call of the task as well, and a second one may find nothing left to spoil.
  if (operation === 'resendInvoice' || operation === 'modifyDunning') await arrange.makeReadyFor(operation, chosen);
  const body = operation === 'modifyDunning' ? { dunninglevel: 1 } : {};
  const call = { operation, reference: chosen.reference, body };
  needSuccess(await api.call(call, { note: 'on one of three' }), operation);
  await quietAfterCommit(session);
  for (const [other, before] of others) await expectTheSame(context, other, before);
});
