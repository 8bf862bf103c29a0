/** The same key again: the first answer, and nothing done a second time. Source: invoices-resendinvoice. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { DocumentedOperation } from '../../contracts/operations.ts';
import type { JsonObject, ValidCall } from '../../helpers/api.ts';
import { sameJson } from '../../helpers/compare.ts';
import { startDate } from '../../helpers/dunning.ts';
import {
  communications,
  communicationsReach,
  dunningMustShow,
  resendAndCount,
  resendsMustShow,
} from '../../helpers/effects.ts';
import { expectThat } from '../../helpers/expect.ts';
import { ArrangementFailed } from '../../helpers/failures.ts';
import { mediaTypeOf } from '../../helpers/http/answer.ts';
import { differingMembers, expectUntouched, needSuccess, shownMembers, stateNow } from '../../helpers/invoices.ts';
import { walkIdentities } from '../../helpers/lists.ts';
import { expectReplay, firstUse, repeatableCall } from '../../helpers/replay.ts';
import { quiet, settle } from '../../helpers/settle.ts';
import { dunningLevelOf, identifierOf, rowsOf } from '../../helpers/shown.ts';
import { type CheckContext, notApplicable, requirement } from '../../helpers/spec.ts';

/** A body that makes a long answer in several scripts: a store may cut or damage what it keeps. */
const longNote = 'Zoë bezahlt 12 €, 漢字 und 📄; '.repeat(120).trim();

const longBody = 'a long body in several scripts';

const withDate = 'with a start date';

function replaySubjects(operation: DocumentedOperation): string[] {
  if (operation === 'modifyDunning') return ['', withDate];
  return operation.startsWith('create') ? ['', longBody] : [''];
}

/** What makes a body long, and fractions that a store may round. */
async function longMembers({ arrange, invent, operation }: CheckContext): Promise<JsonObject> {
  const meta = { note: longNote };
  if (operation !== 'createInvoice') return { meta };
  return { meta, items: await arrange.itemBodies([invent.item({ unitprice: 12.34 }), invent.item()]) };
}

requirement('idempotency.replay-same-response', { subjects: replaySubjects }, async (context) => {
  const plain = await repeatableCall(context, context.operation);
  const long = context.subject === longBody;
  const date: JsonObject = context.subject === withDate ? { startDunningDate: await startDate(context) } : {};
  const call = long
    ? { ...plain, body: { ...plain.body, ...(await longMembers(context)) } }
    : { ...plain, body: { ...plain.body, ...date } };
  const key = context.newKey();
  const first = await firstUse(context, call, key).catch((error: unknown) => {
    if (long && error instanceof ArrangementFailed) notApplicable(`such a body is not accepted: ${error.message}`);
    throw error;
  });
  await expectReplay(context, call, key, first);
});

requirement('idempotency.replay-every-time', async (context) => {
  const call = await repeatableCall(context, context.operation);
  const key = context.newKey();
  const first = await firstUse(context, call, key);
  for (let use = 2; use <= 10; use += 1) await expectReplay(context, call, key, first, `use ${use} of the key`);
});

requirement('idempotency.replay-same-content-type', async (context) => {
  const call = await repeatableCall(context, context.operation);
  const key = context.newKey();
  const first = await firstUse(context, call, key);
  const again = await context.api.call(call, { key, note: 'the same request with the same key' });
  const [expected, actual] = [mediaTypeOf(first) ?? 'none', mediaTypeOf(again) ?? 'none'];
  expectThat(expected === actual, 'the repeated answer has another media type', expected, actual);
});

requirement('idempotency.key-kept-for-a-while', { waitsLong: true }, async (context) => {
  const call = await repeatableCall(context, context.operation);
  const key = context.newKey();
  const first = await firstUse(context, call, key);
  const age = context.session.target.limits.keyAgeMs;
  await sleep(age);
  await expectReplay(context, call, key, first, `the same key ${age} ms later`);
});

requirement('idempotency.replay-is-stored-answer', async (context) => {
  const { api, arrange, operation } = context;
  const valid = await arrange.validCall(operation);
  // The level is only ever raised: no page says that it may be lowered.
  const call = operation === 'modifyDunning' ? { ...valid, body: { dunninglevel: 1 } } : valid;
  const key = context.newKey();
  const first = await firstUse(context, call, key);
  const change: ValidCall =
    operation === 'modifyDunning' ? { ...call, body: { dunninglevel: 2 } } : await changeOf(context, call);
  needSuccess(await api.call(change, { note: 'changing the resource between' }), 'the change');
  await expectReplay(context, call, key, first, 'the same key after the resource has changed');
});

const setBack = 'nothing set back';

requirement(
  'idempotency.replay-has-no-effect',
  { subjects: (operation) => (operation.startsWith('create') ? ['', setBack] : ['']) },
  async (context) => {
    if (context.subject === setBack) await creationOnce(context);
    else if (context.operation === 'resendInvoice') await resendOnce(context);
    else if (context.operation === 'modifyDunning') await levelOnce(context);
    else if (context.operation === 'createInvoice') await invoiceOnce(context);
    else await identityOnce(context);
  },
);

/** A creation, a change of what was created, and the creation's key again: the change stays. */
async function creationOnce(context: CheckContext): Promise<void> {
  const { api, arrange, operation, session } = context;
  const call = await arrange.validCall(operation);
  const key = context.newKey();
  await firstUse(context, call, key);
  const change = await changeOf(context, call);
  const look = () =>
    operation === 'createInvoice'
      ? arrange.shownInvoice(change.reference, 'the invoice')
      : arrange.shownIdentity(change.reference, 'the identity');
  needSuccess(await api.call(change, { note: 'changing what was created' }), 'the change');
  const visible = shownMembers(change.body, await look());
  const { settled, sight } = await settle(session, look, (shown) => differingMembers(visible, shown).length === 0);
  if (!settled || Object.keys(visible).length === 0) notApplicable('this server does not show the change');
  await api.call(call, { key, note: 'the key of the creation again' });
  await quiet(session);
  expectUntouched(stateNow(visible, sight), await look(), 'repeating a key set back what had changed since');
}

/** A change of what a creation made. */
async function changeOf({ arrange, invent, operation }: CheckContext, creation: ValidCall) {
  const reference = String(creation.body?.reference);
  if (operation === 'createInvoice') {
    await arrange.untilReadable({ operation: 'getInvoice', reference });
    const items = await arrange.itemBodies(invent.items(1));
    const body: JsonObject = { due: await arrange.date(13), meta: { note: invent.word() }, items };
    return { operation: 'updateInvoice', reference, body } as const;
  }
  await arrange.untilReadable({ operation: 'getIdentity', reference });
  return { operation: 'upsertIdentity', reference, body: { ...invent.identity(), reference } } as const;
}

/**
 * Counts communications between two resends without a key: when the second shows, everything before it is done. Looks a
 * second time before it accuses, since a commit may add a communication of its own late.
 */
async function resendOnce(context: CheckContext): Promise<void> {
  await resendsMustShow(context);
  const call = await context.arrange.validCall('resendInvoice');
  const reference = call.reference ?? '';
  const round = async () => {
    const none = await communications(context, reference);
    const before = await resendAndCount(context, reference);
    // How many communications one mail shows as has a requirement of its own.
    const step = Math.max(1, before - none);
    const key = context.newKey();
    await firstUse(context, call, key);
    const once = await communicationsReach(context, reference, before + 1);
    if (once <= before) notApplicable('this server does not show keyed resends among the communications');
    for (const use of [2, 3]) await context.api.call(call, { key, note: `use ${use} of the key` });
    return { expected: Math.max(once, before + step) + step, actual: await resendAndCount(context, reference) };
  };
  const { expected, actual } = await round();
  if (actual <= expected) return;
  const confirmed = await round();
  expectThat(
    confirmed.actual <= confirmed.expected,
    'repeating a key sent the mail again: after three uses of one key and one call without',
    `${confirmed.expected} communications`,
    `${confirmed.actual} communications`,
  );
}

async function levelOnce(context: CheckContext): Promise<void> {
  const { api, arrange, session } = context;
  const { reference } = await arrange.invoiceReadyFor('modifyDunning');
  await dunningMustShow(context, reference);
  const key = context.newKey();
  const call = { operation: 'modifyDunning', reference, body: { dunninglevel: 1 } } as const;
  await firstUse(context, call, key);
  // Higher than the first: no page says that a level may be lowered.
  const between = { operation: 'modifyDunning', reference, body: { dunninglevel: 2 } } as const;
  const shows = (level: number) =>
    settle(
      session,
      async () => dunningLevelOf(await arrange.shownInvoice(reference)),
      (shown) => shown === level,
    );
  if (!(await shows(1)).settled) notApplicable('this server does not show the level that was sent');
  needSuccess(await api.call(between, { note: 'another level between' }), 'another level');
  if (!(await shows(2)).settled) notApplicable('this server does not show the level that was sent');
  await api.call(call, { key, note: 'the first key again' });
  await quiet(session);
  const level = dunningLevelOf(await arrange.shownInvoice(reference, 'the level after the replay'));
  expectThat(level === 2, 'repeating a key set the level again', 'level 2, as set between', `level ${level}`);
}

async function invoiceOnce(context: CheckContext): Promise<void> {
  const { api, session } = context;
  const call = await repeatableCall(context, 'createInvoice');
  const list = { operation: 'getIdentityInvoices', reference: call.reference ?? '' } as const;
  const count = async (note: string) => rowsOf((await api.call(list, { note })).json).length;
  const key = context.newKey();
  await firstUse(context, call, key);
  const { sight: once } = await settle(
    session,
    () => count('the invoices after the first use'),
    (shown) => shown > 0,
  );
  if (once === 0) notApplicable('this server does not list the invoices of an identity');
  for (const use of [2, 3]) await api.call(call, { key, note: `use ${use} of the key` });
  const control = await api.call(call, { key: context.newKey(), note: 'another key, to see the list grow' });
  needSuccess(control, 'the creation with another key');
  const { sight } = await settle(
    session,
    () => count('the invoices after all'),
    (shown) => shown > once,
  );
  if (sight <= once) notApplicable('this server does not list every invoice of an identity');
  expectThat(sight <= once + 1, 'repeating a key made another invoice', `${once + 1} invoices`, `${sight} invoices`);
}

/** Identities bear what was invented for one check alone, so those made under one key can be told in a list. */
async function identityOnce(context: CheckContext): Promise<void> {
  const { api, session } = context;
  const call = await repeatableCall(context, 'createIdentity');
  const { emails } = call.body ?? {};
  if (emails === undefined) notApplicable('identities without e-mails cannot be told apart in the list');
  const key = context.newKey();
  const count = async () => {
    const { met } = await walkIdentities(context, (row) => sameJson(row.emails, emails));
    return new Set(met.map(identifierOf)).size;
  };
  await firstUse(context, call, key);
  for (const use of [2, 3]) await api.call(call, { key, note: `use ${use} of the key` });
  needSuccess(
    await api.call(call, { key: context.newKey(), note: 'another key, to see the list grow' }),
    'another key',
  );
  const { sight } = await settle(session, count, (met) => met >= 2, Math.max(session.lagMs * 1.5, 500));
  if (sight < 2) notApplicable('the list does not show what was created');
  expectThat(sight === 2, 'repeating a key made another identity', '2 identities', `${sight} identities`);
}
