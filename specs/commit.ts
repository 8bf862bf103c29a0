import { describe, expectThat } from '../helpers/expect.ts';
import { isSuccess, objectOf } from '../helpers/http/answer.ts';
import { expectUntouched, needSuccess, stateNow } from '../helpers/invoices.ts';
import { quietAfterCommit, settle } from '../helpers/settle.ts';
import { requirement } from '../helpers/spec.ts';

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
  const invoice = await arrange.invoice();
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
  expectUntouched(kept, await arrange.shownInvoice(invoice.reference), 'committing changed the invoice');
});

requirement('commit.concerns-that-invoice-alone', async (context) => {
  const { api, arrange, invent, session } = context;
  const [other, invoice] = [await arrange.invoice(), await arrange.invoice()];
  const probe = await api.updateInvoice(
    other.reference,
    { meta: { note: invent.word() } },
    { note: 'open to updates' },
  );
  needSuccess(probe, 'an update before any commit');
  const call = { operation: 'commitInvoice', reference: invoice.reference, body: {} } as const;
  needSuccess(await api.call(call, { note: 'committing the other' }), 'the commit');
  await quietAfterCommit(session);
  const again = await api.updateInvoice(
    other.reference,
    { meta: { note: invent.word() } },
    { note: 'still open to updates' },
  );
  expectThat(
    isSuccess(again.status),
    'committing one invoice locked another',
    'an update that is accepted',
    describe(again),
  );
});
