/** The same key several times at once: one effect, and one answer for whoever gets a success. */

import type { ValidCall } from '../../helpers/api.ts';
import { communicationsReach, resendAndCount, resendsMustShow } from '../../helpers/effects.ts';
import { describe, expectThat } from '../../helpers/expect.ts';
import { ArrangementFailed } from '../../helpers/failures.ts';
import { type Answer, isSuccess } from '../../helpers/http/answer.ts';
import { needSuccess } from '../../helpers/invoices.ts';
import { repeatableCall, sameAnswer } from '../../helpers/replay.ts';
import { settle } from '../../helpers/settle.ts';
import { rowsOf } from '../../helpers/shown.ts';
import { type CheckContext, notApplicable, requirement } from '../../helpers/spec.ts';

const callsAtOnce = 10;

/** Makes one keyed call many times at once; the successful answers. */
async function atOnce(context: CheckContext, call: ValidCall): Promise<Answer[]> {
  const key = context.newKey();
  const answers = await Promise.all(
    Array.from({ length: callsAtOnce }, () => context.api.call(call, { key, note: `one of ${callsAtOnce} at once` })),
  );
  const successes = answers.filter(({ status }) => isSuccess(status));
  if (successes.length === 0) {
    const [first] = answers;
    throw new ArrangementFailed(`none of the calls was accepted: ${first === undefined ? '' : describe(first)}`);
  }
  return successes;
}

requirement('idempotency.simultaneous-calls-one-answer', async (context) => {
  const [first, ...others] = await atOnce(context, await repeatableCall(context, context.operation));
  for (const other of others) {
    if (first === undefined) return;
    expectThat(
      sameAnswer(first, other),
      'two simultaneous calls with one key were answered differently',
      describe(first),
      describe(other),
    );
  }
});

requirement('idempotency.simultaneous-calls-one-effect', async (context) => {
  const { api, session } = context;
  const call = await repeatableCall(context, context.operation);
  const reference = call.reference ?? '';
  if (context.operation === 'resendInvoice') {
    await resendsMustShow(context);
    // A commit may add a communication of its own late, so a surplus is looked at a second time before it accuses.
    for (const lastRound of [false, true]) {
      const before = await resendAndCount(context, reference);
      await atOnce(context, call);
      const once = await communicationsReach(context, reference, before + 1);
      const after = await resendAndCount(context, reference);
      if (after <= before + 2) return;
      if (!lastRound) continue;
      expectThat(
        false,
        'simultaneous calls with one key sent several mails',
        '1 communication',
        `${after - before - 1}, ${once - before} at first`,
      );
    }
    return;
  }
  const list = { operation: 'getIdentityInvoices', reference } as const;
  const count = async () => rowsOf((await api.call(list, { note: 'counting invoices' })).json).length;
  await atOnce(context, call);
  const { sight: before } = await settle(session, count, (shown) => shown > 0);
  if (before === 0) notApplicable('this server does not list the invoices of an identity');
  needSuccess(await api.call(call, { note: 'one call more, to see the list grow' }), 'a call without a key');
  const { sight } = await settle(session, count, (shown) => shown >= 2);
  if (sight < 2) notApplicable('this server does not list every invoice of an identity');
  expectThat(sight === 2, 'simultaneous calls with one key made several invoices', '2 invoices', `${sight} invoices`);
});
