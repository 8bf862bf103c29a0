/** Resending an invoice and steering its dunning. Sources: invoices-resendinvoice, invoices-modifydunning. */
import type { JsonObject, ValidCall } from '../helpers/api.ts';
import type { ArrangedInvoice } from '../helpers/arrange.ts';
import { showsWhatWasSent } from '../helpers/compare.ts';
import { changeDunning, levelShown, startDate, takenStartDate, triedStartDates } from '../helpers/dunning.ts';
import { communications, dunningMustShow, resendAndCount, resendsMustShow } from '../helpers/effects.ts';
import { describe, expectStatus, expectSuccess, expectThat, fail, quote } from '../helpers/expect.ts';
import { ArrangementFailed } from '../helpers/failures.ts';
import { isSuccess, objectOf } from '../helpers/http/answer.ts';
import { delicateInvoice, expectUntouched, needSuccess, stateNow } from '../helpers/invoices.ts';
import { quiet, quietAfterCommit, settle, settleSoon } from '../helpers/settle.ts';
import { dunningLevelOf, startDunningDateOf } from '../helpers/shown.ts';
import { type CheckContext, notApplicable, requirement } from '../helpers/spec.ts';
import { expectSameMeta, expectSameStanding, standingOf } from '../helpers/standing.ts';

const jobMembers = ['job', 'result', 'resultcode'];

requirement('resend.answers-with-job', async ({ api, arrange }) => {
  const answer = needSuccess(await api.call(await arrange.validCall('resendInvoice')), 'the resend');
  const missing = jobMembers.filter((member) => objectOf(answer)[member] === undefined);
  expectThat(missing.length === 0, `the answer has no ${missing.join(', ')}`, jobMembers.join(', '), describe(answer));
});

requirement('resend.job-members-are-texts', async ({ api, arrange }) => {
  const answer = needSuccess(await api.call(await arrange.validCall('resendInvoice')), 'the resend');
  for (const member of jobMembers) {
    const value = objectOf(answer)[member];
    if (value === undefined) continue;
    expectThat(typeof value === 'string' && value !== '', `${member} is not a text`, 'a text', quote(value));
  }
});

requirement('resend.one-call-one-mail', async (context) => {
  await resendsMustShow(context);
  const { reference } = await context.arrange.invoiceReadyFor('resendInvoice');
  const counts: number[] = [];
  for (let call = 1; call <= 4; call += 1) counts.push(await resendAndCount(context, reference));
  // A commit may add a communication of its own late, but not to every call.
  const more = counts.slice(1).map((count, index) => count - (counts[index] ?? 0));
  expectThat(
    !more.every((each) => each > 1),
    'each resend shows as several communications',
    'one more for each call',
    `${more.join(', ')} more`,
  );
});

requirement('resend.each-call-sends', async (context) => {
  await resendsMustShow(context);
  const { reference = '' } = await context.arrange.validCall('resendInvoice');
  // A commit may add a communication of its own late, so a surplus is looked at a second time before it accuses.
  for (const lastRound of [false, true]) {
    const before = await resendAndCount(context, reference);
    const after = await resendAndCount(context, reference);
    if (after === before + 1) return;
    if (!lastRound) continue;
    expectThat(false, 'one more resend shows otherwise', `${before + 1} communications`, `${after} communications`);
  }
});

requirement('resend.concerns-that-invoice-alone', async (context) => {
  const { arrange } = context;
  await resendsMustShow(context);
  const [other, resent] = [
    await arrange.invoiceReadyFor('resendInvoice'),
    await arrange.invoiceReadyFor('resendInvoice'),
  ];
  for (const lastRound of [false, true]) {
    const before = await resendAndCount(context, other.reference);
    await resendAndCount(context, resent.reference);
    const after = await communications(context, other.reference);
    if (after === before) return;
    if (!lastRound) continue;
    expectThat(false, 'resending one invoice shows on another', `${before} communications`, `${after} communications`);
  }
});

requirement('resend.leaves-the-invoice', async (context) => {
  const { api, arrange, session } = context;
  const invoice = await delicateInvoice(context);
  const first = await arrange.shownInvoice(invoice.reference, 'the invoice before');
  const before = stateNow(invoice.sent, first);
  const untouched = async () => {
    await quiet(session);
    const shown = await arrange.shownInvoice(invoice.reference, 'the invoice after');
    expectUntouched(before, shown, 'resending changed the invoice');
    await expectSameStanding(context, invoice.reference, standingOf(first), 'resending changed the invoice');
    await expectSameMeta(context, first, shown, 'resending changed the invoice');
    const [level, now] = [dunningLevelOf(first), dunningLevelOf(shown)];
    if (level === undefined || now === undefined) return;
    expectThat(level === now, 'resending changed the dunning level', `level ${level}`, `level ${now}`);
  };
  // The trial is a resend as well, and what one resend turns around another may turn back.
  await arrange.makeReadyFor('resendInvoice', invoice);
  await untouched();
  const call = { operation: 'resendInvoice', reference: invoice.reference, body: {} } as const;
  needSuccess(await api.call(call), 'the resend');
  await untouched();
});

requirement('resend.malformed-body-refused', async ({ api, arrange }) => {
  const call = await arrange.validCall('resendInvoice');
  const answer = await api.call(call, { rawBody: '{"data":', note: 'a body that ends too early' });
  expectStatus(answer, [400], 'a body that is not JSON');
});

/** A start date that is taken; that none of several is taken is what the requirement forbids. */
async function needStartDate(context: CheckContext): Promise<string> {
  const day = await takenStartDate(context);
  return day ?? fail('no start date is accepted', 'a success for one of them', triedStartDates(context));
}

requirement(
  'dunning.documented-members-accepted',
  { subjects: ['level 0', 'level 1', 'level 2', 'start date', 'level and start date'] },
  async (context) => {
    const { arrange, subject } = context;
    const { reference } = await arrange.invoiceReadyFor('modifyDunning');
    const startDunningDate = subject.includes('start date') ? await needStartDate(context) : '';
    const bodies: Readonly<Record<string, JsonObject>> = {
      'level 0': { dunninglevel: 0 },
      'level 1': { dunninglevel: 1 },
      'level 2': { dunninglevel: 2 },
      'start date': { startDunningDate },
      'level and start date': { dunninglevel: 1, startDunningDate },
    };
    const body = bodies[subject] ?? {};
    expectSuccess(await changeDunning(context, reference, body, subject), `modifyDunning with ${quote(body)}`);
  },
);

/** Sends a change of the dunning that must be accepted for the check to go on. */
async function change(context: CheckContext, reference: string, body: JsonObject, note: string): Promise<void> {
  needSuccess(await changeDunning(context, reference, body, note), `modifyDunning with ${quote(body)}`);
}

const withDate = '1, with a start date';

requirement('dunning.level-applied', { subjects: ['0', '1', '2', withDate] }, async (context) => {
  const { arrange, subject } = context;
  const level = Number.parseInt(subject, 10);
  const date: JsonObject = subject === withDate ? { startDunningDate: await startDate(context) } : {};
  const { reference } = await arrange.invoiceReadyFor('modifyDunning');
  await dunningMustShow(context, reference);
  const before = dunningLevelOf(await arrange.shownInvoice(reference, 'the level before'));
  const lowered = level === 0 || before === level;
  if (lowered) {
    const higher = level === 2 ? 1 : 2;
    await change(context, reference, { dunninglevel: higher }, 'another level first');
    if (!(await levelShown(context, reference, higher)).settled) throw new ArrangementFailed('no other level shows');
  }
  const answer = await changeDunning(context, reference, { dunninglevel: level, ...date }, `level ${subject}`);
  if (lowered && !isSuccess(answer.status)) notApplicable(`this server does not lower a level: ${answer.status}`);
  needSuccess(answer, `modifyDunning with level ${subject}`);
  const { sight, settled } = await levelShown(context, reference, level);
  if (sight === undefined) notApplicable(`this server does not show level ${level}`);
  expectThat(settled, 'the level sent is not the level shown', `level ${level}`, `level ${sight}`);
});

const emptyBody = 'an empty body';

requirement('dunning.absent-level-unchanged', { subjects: ['', emptyBody] }, async (context) => {
  const { arrange, session, subject } = context;
  const { reference } = await arrange.invoiceReadyFor('modifyDunning');
  await change(context, reference, { dunninglevel: 2 }, 'level 2');
  await dunningMustShow(context, reference);
  if (!(await levelShown(context, reference, 2)).settled) throw new ArrangementFailed('level 2 does not show');
  const body: JsonObject = subject === emptyBody ? {} : { startDunningDate: await startDate(context) };
  const answer = await changeDunning(context, reference, body, subject === '' ? 'a start date and no level' : subject);
  if (subject === emptyBody && !isSuccess(answer.status)) notApplicable(`an empty body is not taken: ${answer.status}`);
  needSuccess(answer, `modifyDunning with ${quote(body)}`);
  await quiet(session);
  const level = dunningLevelOf(await arrange.shownInvoice(reference));
  expectThat(level === 2, 'a call without a level changed it', 'level 2', `level ${level}`);
});

/** The base date comes to be shown; compared as a day. */
function startShown({ arrange, session }: CheckContext, reference: string, day: string) {
  return settle(
    session,
    async () => startDunningDateOf(await arrange.shownInvoice(reference, 'the base date shown')),
    (shown) => showsWhatWasSent(day, shown),
  );
}

requirement('dunning.start-date-applied', { subjects: ['', 'without a level'] }, async (context) => {
  const { arrange, subject } = context;
  const { reference } = await arrange.invoiceReadyFor('modifyDunning');
  const day = await startDate(context);
  const body: JsonObject = { startDunningDate: day, ...(subject === '' ? { dunninglevel: 1 } : {}) };
  await change(context, reference, body, 'a start date');
  const { sight, settled } = await startShown(context, reference, day);
  if (sight === undefined && (subject === '' || !(await showsDateWithLevel(context, day)))) {
    notApplicable('this server does not show the base date of the dunning');
  }
  expectThat(settled, 'the start date sent is not the one shown', day, sight);
});

/** Whether a start date comes to show where a level is sent with it. */
async function showsDateWithLevel(context: CheckContext, day: string): Promise<boolean> {
  const { reference } = await context.arrange.invoiceReadyFor('modifyDunning');
  await change(context, reference, { dunninglevel: 1, startDunningDate: day }, 'a start date with a level');
  return (await startShown(context, reference, day)).settled;
}

requirement('dunning.absent-start-date-is-due-date', async (context) => {
  const { arrange, session } = context;
  const { reference, sent } = await arrange.invoiceReadyFor('modifyDunning');
  await change(context, reference, { dunninglevel: 2 }, 'a level and no start date');
  await quiet(session);
  const shown = startDunningDateOf(await arrange.shownInvoice(reference, 'the base date shown'));
  if (shown === undefined) notApplicable('this server does not show the base date of the dunning');
  if (typeof sent.due !== 'string') notApplicable('this server takes no invoice with a due date');
  expectThat(showsWhatWasSent(sent.due, shown), 'the base date is not the due date', sent.due, shown);
});

requirement('dunning.concerns-that-invoice-alone', async (context) => {
  const { arrange, session } = context;
  const [older, changed, newer] = [
    await arrange.invoiceReadyFor('modifyDunning'),
    await arrange.invoiceReadyFor('modifyDunning'),
    await arrange.invoiceReadyFor('modifyDunning'),
  ];
  await dunningMustShow(context, older.reference);
  const level = async ({ reference }: ArrangedInvoice, note: string) =>
    dunningLevelOf(await arrange.shownInvoice(reference, note));
  const before = [await level(older, 'the level of one before'), await level(newer, 'the level of another before')];
  await change(context, changed.reference, { dunninglevel: 2 }, 'level 2 for one of three');
  await levelShown(context, changed.reference, 2);
  await quiet(session);
  for (const [index, other] of [older, newer].entries()) {
    const [expected, actual] = [before[index], await level(other, 'the level of another')];
    const what = "changing one invoice's level changed another's";
    expectThat(actual === expected, what, `level ${expected ?? 'not shown'}`, `level ${actual ?? 'not shown'}`);
  }
});

requirement('dunning.leaves-the-invoice', { subjects: ['', 'with a start date'] }, async (context) => {
  const { arrange, session, subject } = context;
  const invoice = await delicateInvoice(context);
  const first = await arrange.shownInvoice(invoice.reference, 'the invoice before');
  const before = stateNow(invoice.sent, first);
  await arrange.makeReadyFor('modifyDunning', invoice);
  const date: JsonObject = subject === '' ? {} : { startDunningDate: await startDate(context) };
  await change(context, invoice.reference, { dunninglevel: 2, ...date }, 'a change of the dunning');
  await quiet(session);
  const shown = await arrange.shownInvoice(invoice.reference, 'the invoice after');
  expectUntouched(before, shown, 'changing the dunning changed the invoice');
  await expectSameStanding(context, invoice.reference, standingOf(first), 'changing the dunning changed the invoice');
  await expectSameMeta(context, first, shown, 'changing the dunning changed the invoice');
});

/** A call that is taken before the commit leaves the invoice open to updates. */
async function expectUnlocked(context: CheckContext, body: JsonObject, what: string): Promise<void> {
  const { api, arrange, invent, operation, session } = context;
  const { reference } = await arrange.invoice();
  const update = (note: string) => api.updateInvoice(reference, { meta: { note: invent.word() } }, { note });
  needSuccess(await update('open to updates'), 'an update before any commit');
  const answer = await api.call({ operation, reference, body } as ValidCall, { note: `${what}, before the commit` });
  if (!isSuccess(answer.status)) notApplicable(`${what} is not taken before the commit: ${answer.status}`);
  await quietAfterCommit(session);
  const { sight, settled } = await settleSoon(
    session,
    () => update('still open to updates'),
    ({ status }) => isSuccess(status),
  );
  expectThat(settled, `${what} locked the invoice`, 'an update that is accepted', describe(sight));
}

// The level of a new invoice, since no page says whether one that is dunned takes updates.
requirement('dunning.locks-nothing', (context) =>
  expectUnlocked(context, { dunninglevel: 0 }, 'a call for no dunning'),
);

requirement('resend.locks-nothing', (context) => expectUnlocked(context, {}, 'a resend'));
