/** Methods that no page documents for a path: refused, and without effect. */
import { type DocumentedOperation, operations } from '../contracts/operations.ts';
import type { Departure } from '../helpers/api.ts';
import { communications, resendAndCount, showsResends } from '../helpers/effects.ts';
import { describe, expectStatus, expectThat } from '../helpers/expect.ts';
import { type Answer, headerOf, isSuccess } from '../helpers/http/answer.ts';
import { expectUntouched, stateNow } from '../helpers/invoices.ts';
import { quiet, settle } from '../helpers/settle.ts';
import { type CheckContext, notApplicable, requirement } from '../helpers/spec.ts';

/** Calls an operation by a method that its path does not have. */
async function wrongMethod(context: CheckContext, method: string): Promise<Answer> {
  const { api, arrange, knowledge, operation } = context;
  const call = await knowledge.once(`a call of ${operation} by other methods`, () => arrange.validCall(operation));
  return api.call(call, { ...bodyOf(method), method, note: `${method} in place of ${operations[operation].method}` });
}

/** A method that has no use for a body is sent without one. */
function bodyOf(method: string): Departure {
  return method === 'GET' || method === 'DELETE' ? { rawBody: null } : {};
}

const wrongMethods = (operation: DocumentedOperation) =>
  operation === 'updateInvoice' ? ['PATCH', 'POST', 'DELETE'] : ['GET', 'DELETE'];

requirement('http.wrong-method-refused', { subjects: wrongMethods }, async (context) => {
  const answer = await wrongMethod(context, context.subject);
  expectThat(
    answer.status >= 400,
    `${context.subject} in place of ${operations[context.operation].method} was answered with ${answer.status}`,
    'an error status',
    describe(answer),
  );
  if (context.operation === 'resendInvoice') await sendsNothing(context);
  if (context.operation === 'updateInvoice') await changesNothing(context);
});

/** The method in the place of a resend sends no mail. */
async function sendsNothing(context: CheckContext): Promise<void> {
  if (!(await showsResends(context))) return;
  const { reference } = await context.arrange.invoiceReadyFor('resendInvoice');
  // A commit may add a communication of its own late, so a surplus is looked at a second time before it accuses.
  for (const lastRound of [false, true]) {
    const none = await communications(context, reference);
    const one = await resendAndCount(context, reference);
    const before = await resendAndCount(context, reference);
    // How many communications a mail shows as, and whether each shows alike, have requirements of their own.
    const step = Math.max(1, one - none, before - one);
    await context.api.call(
      { operation: 'resendInvoice', reference },
      { method: context.subject, note: 'does it send' },
    );
    const after = await resendAndCount(context, reference);
    if (after <= before + step) return;
    if (!lastRound) continue;
    const expected = `${before + step} communications after one resend more`;
    expectThat(false, `${context.subject} was refused and sent a mail`, expected, `${after} communications`);
  }
}

/** The method in the place of an update leaves the invoice as it is. */
async function changesNothing({ api, arrange, invent, session, subject }: CheckContext): Promise<void> {
  const { reference, sent } = await arrange.invoice();
  const before = stateNow(sent, await arrange.shownInvoice(reference, 'the invoice before'));
  const body = { meta: { note: invent.word() }, items: await arrange.itemBodies(invent.items(1)) };
  const call = { operation: 'updateInvoice', reference, body } as const;
  const refused = await api.call(call, { ...bodyOf(subject), method: subject, note: 'does it change the invoice' });
  await quiet(session);
  const { sight: read } = await settle(
    session,
    () => api.getInvoice(reference, 'the invoice after'),
    ({ status }) => isSuccess(status),
  );
  const what = `${subject} was answered with ${refused.status} and carried out`;
  expectThat(read.status !== 404, `${what}: the invoice is gone`, reference, describe(read));
  expectUntouched(before, await arrange.shownInvoice(reference), what);
}

requirement('http.wrong-method-status', async (context) => {
  const answer = await wrongMethod(context, 'GET');
  expectStatus(answer, [405], 'GET in place of POST');
});

requirement('http.allow-with-405', async (context) => {
  const answer = await wrongMethod(context, 'GET');
  if (answer.status !== 405) notApplicable(`GET in place of POST is answered with ${answer.status}`);
  const allow = headerOf(answer, 'allow') ?? 'no Allow header';
  const methods = allow.split(',').map((method) => method.trim().toUpperCase());
  expectThat(methods.includes('POST'), 'the 405 does not say that POST is allowed', 'Allow: POST', allow);
});
