/** What a server sends when a commit is done. Source: invoices-commitinvoice. */
import { describe, expectThat, fail, quote } from '../helpers/expect.ts';
import { ArrangementFailed } from '../helpers/failures.ts';
import { isObject, isSuccess, objectOf } from '../helpers/http/answer.ts';
import type { Mailbox, Notification } from '../helpers/notifications.ts';
import { type CheckContext, notApplicable, requirement } from '../helpers/spec.ts';

/** Longest wait for a notification, in ms: a server that never comes must not hold up the run. */
const longestWaitMs = 5000;

/** How long after the first notification a second is waited for, in ms, since it may contradict the first. */
const afterwardsMs = 250;

const members = ['result', 'resultcode', 'job', 'notification'];

async function mailboxOf({ session }: CheckContext): Promise<Mailbox> {
  if (session.notifications === undefined) {
    notApplicable('this server cannot reach the suite; NOTIFY_URL and NOTIFY_LISTEN say how it could');
  }
  try {
    return await session.notifications.mailbox();
  } catch (error) {
    return notApplicable(`no notification can be taken: ${error instanceof Error ? error.message : String(error)}`);
  }
}

requirement('commit.notification-as-documented', async (context) => {
  const { api, arrange, session } = context;
  const mailbox = await mailboxOf(context);
  const invoice = await arrange.invoice();
  const call = {
    operation: 'commitInvoice',
    reference: invoice.reference,
    body: { notifyUrl: mailbox.url },
  } as const;
  const answer = await api.call(call, { note: 'a commit that asks for a notification' });
  if (answer.status >= 400 && answer.status <= 499) {
    notApplicable(`this server does not take the address of the suite for notifications: ${describe(answer)}`);
  }
  if (!isSuccess(answer.status)) throw new ArrangementFailed(`the commit was not accepted: ${describe(answer)}`);
  await mailbox.until(({ length }) => length > 0, Math.min(longestWaitMs, session.target.limits.settleTimeoutMs));
  if (mailbox.arrived.length === 0) {
    notApplicable('no notification came; whether this server can reach the suite is not known');
  }
  await mailbox.until(({ length }) => length > 1, afterwardsMs);
  const { job } = objectOf(answer);
  for (const notification of mailbox.arrived) expectDocumented(notification, job);
  expectAgreement(mailbox.arrived);
});

/** A POST of a JSON object with the documented members, about the job of the call where its answer named one. */
function expectDocumented({ method, json, text }: Notification, job: unknown): void {
  expectThat(method === 'POST', 'the notification is no POST', 'POST', method);
  if (!isObject(json)) fail('the notification is no JSON object', `an object with ${members.join(', ')}`, quote(text));
  const missing = members.filter((member) => json[member] === undefined || json[member] === null);
  expectThat(missing.length === 0, `the notification has no ${missing.join(', ')}`, members.join(', '), quote(json));
  if (job === undefined || job === null) return;
  expectThat(String(json.job) === String(job), 'the notification names another job', `job ${quote(job)}`, quote(json));
}

/** Repeated notifications of one job say the same of it; each may have an id of its own. */
function expectAgreement(notifications: readonly Notification[]): void {
  const outcomes = notifications.map(({ json }) =>
    isObject(json) ? `result ${quote(String(json.result))}, resultcode ${quote(String(json.resultcode))}` : '',
  );
  const [first = '', ...others] = outcomes;
  const another = others.find((outcome) => outcome !== first);
  expectThat(another === undefined, 'two notifications of one job contradict each other', first, another);
}
