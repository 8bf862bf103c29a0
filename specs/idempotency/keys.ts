/** Which keys are the same key: only equal ones, and only for the same call. Source: invoices-resendinvoice. */

import type { DocumentedOperation } from '../../contracts/operations.ts';
import type { ValidCall } from '../../helpers/api.ts';
import { invoiceReadyForBoth } from '../../helpers/both-tasks.ts';
import { describe, expectThat, fail } from '../../helpers/expect.ts';
import { ArrangementFailed } from '../../helpers/failures.ts';
import { type Answer, isSuccess, objectOf } from '../../helpers/http/answer.ts';
import type { Credentials } from '../../helpers/http/redaction.ts';
import { needSuccess } from '../../helpers/invoices.ts';
import { answersDiffer, execution, expectReplay, firstUse, repeatableCall, sameAnswer } from '../../helpers/replay.ts';
import { settle } from '../../helpers/settle.ts';
import { dunningLevelOf, identifierOf } from '../../helpers/shown.ts';
import { type CheckContext, notApplicable, requirement } from '../../helpers/spec.ts';

/** Uses one key, then another on the same call, and expects the second call to be carried out. */
async function expectTwoKeys(context: CheckContext, first: string, second: string, what: string): Promise<void> {
  const call = await repeatableCall(context, context.operation);
  const answer = await context.api.call(call, { key: first, note: 'the first key' });
  if (!isSuccess(answer.status)) notApplicable(`such a key is not accepted: ${answer.status}`);
  await expectExecuted(context, call, answer, second, what);
}

async function expectExecuted(
  context: CheckContext,
  call: ValidCall,
  first: Answer,
  key: string,
  what: string,
): Promise<void> {
  const again = await execution(context, call, first, { key, note: what });
  // A second commit is a call of its own, and may be refused as such.
  if (again.execution === 'executed' || (again.execution === 'refused' && call.operation === 'commitInvoice')) return;
  if (again.execution === 'cannot be told') {
    notApplicable(`answers of ${call.operation} are alike on this server, and nothing shows what was done`);
  }
  if (again.execution === 'refused') {
    throw new ArrangementFailed(`the second call was refused: ${describe(again.answer)}`);
  }
  fail(`${what} got the stored answer of another key`, 'a call that is carried out anew', describe(again.answer));
}

requirement('idempotency.another-key-is-another-call', (context) =>
  expectTwoKeys(context, context.newKey(), context.newKey(), 'the same request with another key'),
);

requirement('idempotency.without-key-each-call-counts', async (context) => {
  const call = await repeatableCall(context, context.operation);
  const first = needSuccess(await context.api.call(call, { note: 'a call without a key' }), 'a call without a key');
  const second = needSuccess(await context.api.call(call, { note: 'the same call without a key' }), 'the second call');
  const [one, other] = [identifierOf(first.json), identifierOf(second.json)];
  if (one === undefined || other === undefined) notApplicable('the answer names nothing that was created');
  // Two resources of one generated reference break another requirement.
  const [id, otherId] = [objectOf(first).id, objectOf(second).id];
  if (one === other && id !== undefined && otherId !== undefined && id !== otherId) return;
  expectThat(one !== other, 'two calls without a key made one resource', 'two references', one);
});

requirement('idempotency.key-compared-to-the-last-character', { subjects: ['36', '64', '128', '255'] }, (context) => {
  const length = Number(context.subject);
  const stem = context
    .newKey()
    .padEnd(length, 'k')
    .slice(0, length - 1);
  return expectTwoKeys(context, `${stem}1`, `${stem}2`, `a key of ${length} characters that differs in the last`);
});

requirement('idempotency.key-compared-from-the-first-character', (context) => {
  const stem = context.newKey().slice(1);
  return expectTwoKeys(context, `a${stem}`, `b${stem}`, 'a key that differs in its first character');
});

requirement('idempotency.key-compared-with-case', (context) => {
  const stem = context.newKey();
  return expectTwoKeys(context, `${stem}abc`, `${stem}ABC`, 'a key in another letter case');
});

requirement('idempotency.key-compared-with-punctuation', { subjects: ['separators', 'leading zeros'] }, (context) => {
  const digits = BigInt(`0x${context.newKey().replaceAll('-', '').slice(0, 15)}`).toString();
  if (context.subject === 'separators') {
    return expectTwoKeys(context, `${digits}-123-4`, `${digits}-12-34`, 'a key with its separators elsewhere');
  }
  return expectTwoKeys(context, digits, `0${digits}`, 'a key with a zero in front');
});

/** Forms in which clients write keys. All are texts, which is all that the documentation asks for. */
const forms: Readonly<Record<string, (unique: string) => string>> = {
  digits: (unique) => BigInt(`0x${unique.replaceAll('-', '').slice(0, 15)}`).toString(),
  'a short word': (unique) => unique.replaceAll('-', '').slice(-8),
  'upper case': (unique) => unique.replaceAll('-', '').slice(0, 26).toUpperCase(),
  'a composed name': (unique) => `resend_${unique.slice(0, 8)}.attempt-1`,
  'forty characters': (unique) => `${unique}-job`,
};

requirement('idempotency.key-in-any-plain-form', { subjects: Object.keys(forms) }, async (context) => {
  const key = forms[context.subject]?.(context.newKey()) ?? context.newKey();
  const call = await repeatableCall(context, context.operation);
  const first = await context.api.call(call, { key, note: `a key in the form of ${context.subject}` });
  if (!isSuccess(first.status)) notApplicable(`such a key is not accepted: ${first.status}`);
  await expectReplay(context, call, key, first, `the same key in the form of ${context.subject}`);
});

requirement(
  'idempotency.key-header-in-any-case',
  { subjects: ['idempotency-key', 'IDEMPOTENCY-KEY'] },
  async (context) => {
    const call = await repeatableCall(context, context.operation);
    const key = context.newKey();
    const first = await firstUse(context, call, key, { keyHeader: context.subject });
    await expectReplay(context, call, key, first, `the same key in the header ${context.subject}`, {
      keyHeader: context.subject,
    });
  },
);

requirement('idempotency.key-belongs-to-its-resource', async (context) => {
  const key = context.newKey();
  const [one, other] = await twoCalls(context);
  const first = await firstUse(context, one, key);
  await expectNotLeaked(context, other, first, key, 'the key on another resource');
});

/** Two calls on two resources with bodies that are as equal as the operation allows. */
async function twoCalls(context: CheckContext): Promise<[ValidCall, ValidCall]> {
  const { arrange, operation } = context;
  const one = await arrange.validCall(operation);
  if (operation === 'createInvoice') {
    const { reference: _reference, ...body } = one.body ?? {};
    const identity = await arrange.identity();
    return [
      { ...one, body },
      { ...one, body, reference: identity.reference },
    ];
  }
  return [one, { ...(await arrange.validCall(operation)), ...(one.body === undefined ? {} : { body: one.body }) }];
}

/** The call is refused, or carried out: it does not get the other call's answer. */
async function expectNotLeaked(
  context: CheckContext,
  call: ValidCall,
  first: Answer,
  key: string,
  what: string,
): Promise<void> {
  if (call.operation === 'modifyDunning') return expectLevelSet(context, call, first, key, what);
  const again = await execution(context, call, first, { key, note: what });
  if (again.execution === 'cannot be told')
    notApplicable('answers are alike on this server, and nothing shows what was done');
  if (again.execution !== 'replayed') return;
  fail(`${what} got the first resource's answer`, 'a call that is carried out, or refused', describe(again.answer));
}

/** A change of the dunning shows in the level, where any is shown; its answer may be the same for every invoice. */
async function expectLevelSet(
  context: CheckContext,
  call: ValidCall,
  first: Answer,
  key: string,
  what: string,
): Promise<void> {
  const { api, arrange, session } = context;
  const reference = call.reference ?? '';
  const before = dunningLevelOf(await arrange.shownInvoice(reference));
  const answer = await api.call(call, { key, note: what });
  if (!isSuccess(answer.status)) return;
  if (before === undefined) {
    if (!sameAnswer(first, answer)) return;
    if (answer.text.includes(reference)) return;
    notApplicable('this server does not show the dunning level of an invoice');
  }
  const { sight, settled } = await settle(
    session,
    async () => dunningLevelOf(await arrange.shownInvoice(reference)),
    (level) => level === call.body?.dunninglevel,
  );
  expectThat(
    settled,
    `${what} was answered with ${answer.status} and not carried out`,
    `level ${call.body?.dunninglevel}`,
    `level ${sight}`,
  );
}

requirement('idempotency.key-belongs-to-its-operation', async (context) => {
  const { operation } = context;
  const other: DocumentedOperation = operation === 'resendInvoice' ? 'modifyDunning' : 'resendInvoice';
  const key = context.newKey();
  const invoice = await invoiceReadyForBoth(context);
  const resend: ValidCall = { operation: 'resendInvoice', reference: invoice.reference, body: {} };
  const dunning: ValidCall = { operation: 'modifyDunning', reference: invoice.reference, body: { dunninglevel: 1 } };
  const calls = { resendInvoice: resend, modifyDunning: dunning };
  const first = await firstUse(context, calls[other], key);
  await expectNotLeaked(context, calls[operation as keyof typeof calls], first, key, `a key of ${other}`);
});

requirement('idempotency.key-belongs-to-its-account', async (context) => {
  const { api, operation } = context;
  const account = context.secondAccount();
  const key = context.newKey();
  const mine = await repeatableCall(context, operation);
  const theirs = await sameCallOf(context, mine, account);
  const first = await firstUse(context, mine, key);
  const answer = await api.call(theirs, { key, note: "another account's use of the key" });
  if (!isSuccess(answer.status) || !sameAnswer(first, answer)) return;
  if (identifierOf(first.json) === undefined && !(await answersDiffer(context, operation))) {
    notApplicable('answers are alike on this server, and nothing shows what was done');
  }
  fail("another account got the first account's answer", 'a call that is carried out, or refused', describe(answer));
});

/** The same request by another account, on a resource of its own that bears the same reference. */
async function sameCallOf(context: CheckContext, call: ValidCall, account: Credentials): Promise<ValidCall> {
  const { arrange } = context;
  const reference = call.reference ?? '';
  try {
    if (call.operation === 'createInvoice') await arrange.identity(account, reference);
    if (call.operation === 'resendInvoice') await arrange.invoiceReadyFor('resendInvoice', { account, reference });
  } catch (error) {
    if (!(error instanceof ArrangementFailed)) throw error;
    notApplicable(`two accounts cannot use one reference on this server: ${error.message}`);
  }
  return { ...call, account };
}
