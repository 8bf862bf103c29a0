/** Open questions of when tasks are taken and what they show. Nothing is judged; the answer is recorded. */
import type { DocumentedOperation } from '../../contracts/operations.ts';
import type { ValidCall } from '../../helpers/api.ts';
import type { ArrangedInvoice } from '../../helpers/arrange.ts';
import { communications, showsResends } from '../../helpers/effects.ts';
import { type Answer, isSuccess, objectOf } from '../../helpers/http/answer.ts';
import { needSuccess } from '../../helpers/invoices.ts';
import { accept, observeAccepted, observeRefusal, sharedCall, whenCommitted } from '../../helpers/observe.ts';
import { settle } from '../../helpers/settle.ts';
import { type CheckContext, notApplicable, requirement } from '../../helpers/spec.ts';

const known = [400, 403, 409];

/** The operation of the check on an invoice, in its documented form. */
function callOn({ invent, operation }: CheckContext, { reference }: ArrangedInvoice): ValidCall {
  if (operation === 'updateInvoice') return { operation, reference, body: { meta: { note: invent.word() } } };
  return { operation, reference, body: operation === 'modifyDunning' ? { dunninglevel: 1 } : {} };
}

/** The last word on a call: where a task waits for the end of a commit that takes its time, it is tried again. */
async function lastWord(context: CheckContext, call: ValidCall, note: string): Promise<Answer> {
  const { api, knowledge, session } = context;
  const task = taskOf(call.operation);
  if (task === undefined || (await knowledge.onlyBeforeCommit(task))) return api.call(call, { note });
  const timeout = knowledge.waitForCommit(task);
  const { sight } = await settle(
    session,
    () => api.call(call, { note }),
    ({ status }) => isSuccess(status),
    timeout,
  );
  return sight;
}

function taskOf(operation: DocumentedOperation): 'resendInvoice' | 'modifyDunning' | undefined {
  return operation === 'resendInvoice' || operation === 'modifyDunning' ? operation : undefined;
}

requirement('open.after-commit', async (context) => {
  const { arrange } = context;
  const invoice = await arrange.invoice();
  await commit(context, invoice);
  const answer = await lastWord(context, callOn(context, invoice), 'after the commit');
  observeRefusal(context, answer, known);
});

/** Commits an invoice and waits until that is done. */
async function commit(context: CheckContext, { reference }: ArrangedInvoice): Promise<void> {
  await accept(context, { operation: 'commitInvoice', reference, body: {} }, { note: 'committing the invoice' });
  await whenCommitted(context, reference);
}

requirement('open.before-commit', async (context) => {
  const invoice = await context.arrange.invoice();
  const answer = await context.api.call(callOn(context, invoice), { note: 'before any commit' });
  observeRefusal(context, answer, [...known, 404]);
});

requirement('open.cancelled-invoice', async (context) => {
  const { api, arrange, invent, knowledge, operation } = context;
  const invoice = await arrange.invoice({ members: { cancelationdate: invent.date(-2) } });
  const { reference } = invoice;
  const task = taskOf(operation);
  if (task !== undefined && !(await knowledge.onlyBeforeCommit(task))) {
    const call = { operation: 'commitInvoice', reference, body: {} } as const;
    const committed = await api.call(call, { note: 'committing the cancelled invoice' });
    if (isSuccess(committed.status)) await whenCommitted(context, reference);
  }
  observeRefusal(context, await api.call(callOn(context, invoice), { note: 'on a cancelled invoice' }), known);
});

requirement('open.no-body', async (context) => {
  const call = await context.arrange.validCall(context.operation);
  await observeAccepted(context, call, { rawBody: null, note: 'no body' });
});

requirement('open.notify-url-elsewhere', async (context) => {
  const call = await sharedCall(context);
  // A name that exists nowhere (RFC 2606): nobody is called.
  const body = { ...call.body, notifyUrl: 'https://conformance.invalid/notify' };
  await observeAccepted(context, { ...call, body }, { note: 'a notifyUrl' });
});

requirement('open.resend-shown', async (context) => {
  if (context.session.target.noMails) notApplicable(`target ${context.session.target.name} allows no mails`);
  context.observe((await showsResends(context)) ? 'shown' : 'not shown');
});

requirement('open.resend-without-address', async (context) => {
  const { api, arrange, invent, knowledge } = context;
  const reference = arrange.newReference('identity');
  const { emails: _emails, ...body } = invent.identity();
  const create = { operation: 'createIdentity', body: { ...body, reference } } as const;
  needSuccess(await api.call(create, { note: 'an identity without an e-mail address' }), 'the identity');
  await arrange.untilReadable({ operation: 'getIdentity', reference });
  const invoice = await arrange.invoice({ identity: reference });
  if (!(await knowledge.onlyBeforeCommit('resendInvoice'))) await commit(context, invoice);
  await observeAccepted(context, callOn(context, invoice), { note: 'a resend to nobody' });
});

requirement('open.commit-mails', async (context) => {
  const { arrange, observe } = context;
  const invoice = await arrange.invoice();
  await commit(context, invoice);
  observe((await communications(context, invoice.reference)) > 0 ? 'a communication shows' : 'none shows');
});

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

requirement('open.job-id', async (context) => {
  const call = await sharedCall(context);
  const jobs: unknown[] = [];
  for (const note of ['one resend', 'another resend']) {
    jobs.push(objectOf(needSuccess(await context.api.call(call, { note }), 'the resend')).job);
  }
  const [first, second] = jobs;
  if (first === undefined || first === null) return context.observe('not shown');
  if (first === second) return context.observe('always the same');
  const text = String(first);
  context.observe(/^\d+$/.test(text) ? 'digits' : uuid.test(text) ? 'UUID' : 'another');
});
