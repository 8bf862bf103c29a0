import type { Departure, JsonObject, ValidCall } from '../helpers/api.ts';
import type { ArrangedInvoice } from '../helpers/arrange.ts';
import { showsWhatWasSent } from '../helpers/compare.ts';
import { describe, expectThat } from '../helpers/expect.ts';
import { type Answer, isSuccess, objectOf } from '../helpers/http/answer.ts';
import { onlyMember } from '../helpers/invent.ts';
import { delicateInvoice, expectUntouched, needSuccess, stateNow } from '../helpers/invoices.ts';
import { quiet, quietAfterCommit, settle, settleSoon } from '../helpers/settle.ts';
import { notApplicable, requirement } from '../helpers/spec.ts';
import { expectSameStanding, standingOf } from '../helpers/standing.ts';

requirement('commit.answers-with-job', async ({ api, arrange }) => {
  const call = await arrange.validCall('commitInvoice');
  const answer = needSuccess(await api.call(call), 'the commit');
  const { job } = objectOf(answer);
  expectThat(
    job !== undefined && job !== null && job !== '',
    'the answer names no job',
    'a member job',
    describe(answer),
  );
});

requirement('commit.keeps-the-invoice', async (context) => {
  const { api, arrange, session } = context;
  const invoice = await delicateInvoice(context);
  const before = await arrange.shownInvoice(invoice.reference, 'the invoice before');
  const call = { operation: 'commitInvoice', reference: invoice.reference, body: {} } as const;
  needSuccess(await api.call(call, { note: 'committing' }), 'the commit');
  const kept = stateNow(invoice.sent, before);
  const { sight } = await settle(
    session,
    () => api.getInvoice(invoice.reference, 'the invoice after'),
    (answer) => isSuccess(answer.status),
  );
  expectThat(isSuccess(sight.status), 'the committed invoice cannot be read', 'the invoice', describe(sight));
  await quietAfterCommit(session);
  const what = 'committing changed the invoice';
  expectUntouched(kept, await arrange.shownInvoice(invoice.reference), what);
  await expectSameStanding(context, invoice.reference, standingOf(before), what);
});

requirement('commit.concerns-that-invoice-alone', async (context) => {
  const { api, arrange, invent, session } = context;
  const update = (reference: string, note: string) =>
    api.updateInvoice(reference, { meta: { note: invent.word() } }, { note });
  let refused: Answer | undefined;
  // Where a commit locks another invoice, one of another check may have locked these already.
  for (let round = 0; round < 3; round += 1) {
    const [older, invoice, newer] = [await arrange.invoice(), await arrange.invoice(), await arrange.invoice()];
    const probes = [await update(older.reference, 'open to updates'), await update(newer.reference, 'open to updates')];
    refused = probes.find(({ status }) => !isSuccess(status));
    if (refused !== undefined) continue;
    const call = { operation: 'commitInvoice', reference: invoice.reference, body: {} } as const;
    needSuccess(await api.call(call, { note: 'committing the one between them' }), 'the commit');
    await quietAfterCommit(session);
    for (const { reference } of [older, newer]) {
      const again = await update(reference, 'still open to updates');
      const what = 'committing one invoice locked another';
      expectThat(isSuccess(again.status), what, 'an update that is accepted', describe(again));
    }
    return;
  }
  if (refused !== undefined) needSuccess(refused, 'an update before any commit');
});

/** Whether an answer refuses a call for what it asks; one that was not let in or not understood says nothing of it. */
function isRefusal({ status }: Answer): boolean {
  return status >= 400 && status < 500 && ![401, 404, 408, 429].includes(status);
}

requirement(
  'commit.refused-update-changes-nothing',
  { subjects: ['items', 'meta', 'due'] },
  async ({ api, arrange, invent, session, subject }) => {
    const { reference, sent } = await arrange.invoice();
    const shown = (await arrange.shownInvoice(reference, 'the invoice before'))[subject];
    if (!showsWhatWasSent(sent[subject], shown) || shown === undefined)
      notApplicable(`${subject} is not shown as sent`);
    const call = { operation: 'commitInvoice', reference, body: {} } as const;
    needSuccess(await api.call(call, { note: 'committing' }), 'the commit');
    await quietAfterCommit(session);
    let days = -1;
    const update = async () => {
      days -= 1;
      // Another content each time, since those before the last may have been accepted.
      const all: JsonObject = {
        items: await arrange.itemBodies(invent.items(2)),
        meta: { note: invent.word() },
        due: invent.date(days),
      };
      const body = onlyMember(all, subject);
      return { body, answer: await api.updateInvoice(reference, body, { note: `${subject} after the commit` }) };
    };
    const { sight, settled } = await settleSoon(session, update, ({ answer }) => isRefusal(answer));
    if (!settled) notApplicable('this server refuses no update of a committed invoice');
    await quiet(session);
    const after = (await arrange.shownInvoice(reference, 'the invoice after'))[subject];
    const { status } = sight.answer;
    const what = `an update of ${subject} was refused with ${status} after the commit, and carried out`;
    expectThat(!showsWhatWasSent(sight.body[subject], after), what, shown, after);
  },
);

const refusable: Readonly<Record<string, Departure>> = {
  'wrong attachments': { body: { attachments: 'none' } },
  'a wrong address to notify': { body: { notifyUrl: 7 } },
  'malformed JSON': { rawBody: '{"attachments":[' },
};

requirement('commit.refused-changes-nothing', { subjects: Object.keys(refusable) }, async (context) => {
  const { api, arrange, invent, session, subject } = context;
  const { reference } = await arrange.invoice();
  const update = (note: string) => api.updateInvoice(reference, { meta: { note: invent.word() } }, { note });
  needSuccess(await update('open to updates'), 'an update before any commit');
  const call = { operation: 'commitInvoice', reference, body: {} } as const;
  const answer = await api.call(call, { ...refusable[subject], note: `a commit with ${subject}` });
  if (!isRefusal(answer)) notApplicable(`a commit with ${subject} is answered with ${answer.status}`);
  await quietAfterCommit(session);
  const { sight, settled } = await settleSoon(
    session,
    () => update('still open to updates'),
    ({ status }) => isSuccess(status),
  );
  const what = `a commit was refused with ${answer.status} and locked the invoice`;
  expectThat(settled, what, 'an update that is accepted', describe(sight));
});

requirement('commit.locks-for-good', async (context) => {
  const { api, arrange, invent, operation, session } = context;
  // Some servers refuse updates only while a commit is under way; another invoice, committed with it, shows that.
  const [invoice, control] = [await arrange.invoice(), await arrange.invoice()];
  for (const { reference } of [invoice, control]) {
    const call = { operation: 'commitInvoice', reference, body: {} } as const;
    needSuccess(await api.call(call, { note: 'committing' }), 'the commit');
  }
  await quietAfterCommit(session);
  const update = ({ reference }: ArrangedInvoice, note: string) =>
    api.updateInvoice(reference, { meta: { note: invent.word() } }, { note });
  const { settled } = await settleSoon(session, () => update(invoice, 'an update after the commit'), isRefusal);
  if (!settled) notApplicable('this server refuses no update of a committed invoice');
  const body: JsonObject = operation === 'modifyDunning' ? { dunninglevel: 1 } : {};
  const task = await api.call({ operation, reference: invoice.reference, body } as ValidCall, { note: 'the task' });
  if (!isSuccess(task.status)) notApplicable(`${operation} is not taken after the commit: ${task.status}`);
  await quiet(session);
  const after = await update(invoice, `an update after ${operation}`);
  if (isRefusal(after)) return;
  const beside = await update(control, 'an update of another committed invoice');
  if (!isRefusal(beside)) notApplicable('this server refuses updates only while a commit is under way');
  expectThat(false, `${operation} ended the lock of a committed invoice`, 'a refusal', describe(after));
});
