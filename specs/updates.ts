/** Updating an invoice, items apart. Source: invoices-update. */
import type { JsonObject } from '../helpers/api.ts';
import { holdsExactly, showsWhatWasSent } from '../helpers/compare.ts';
import { changeDunning } from '../helpers/dunning.ts';
import { dunningMustShow } from '../helpers/effects.ts';
import { describe, expectStatus, expectThat, fail, quote } from '../helpers/expect.ts';
import { ArrangementFailed } from '../helpers/failures.ts';
import { isSuccess } from '../helpers/http/answer.ts';
import { onlyMember, updatableMembers, updatableNames } from '../helpers/invent.ts';
import {
  briefItems,
  differingMembers,
  expectUntouched,
  itemsMustShow,
  needSuccess,
  shownMembers,
  stateNow,
} from '../helpers/invoices.ts';
import { quiet, settle } from '../helpers/settle.ts';
import { dunningLevelOf, itemsOf } from '../helpers/shown.ts';
import { type CheckContext, notApplicable, requirement } from '../helpers/spec.ts';

requirement('update.answered-means-stored', async (context) => {
  const { api, arrange, invent } = context;
  const invoice = await arrange.invoice();
  const before = await arrange.shownInvoice(invoice.reference, 'the invoice before');
  const body: JsonObject = {
    due: await arrange.date(15),
    meta: { note: invent.word() },
    items: await arrange.itemBodies(invent.items(3)),
  };
  needSuccess(
    await api.updateInvoice(invoice.reference, body, { note: 'an update of due, meta and items' }),
    'the update',
  );
  const visible = shownMembers(body, before);
  if (Object.keys(visible).length === 0) notApplicable('this server shows nothing of what can be updated');
  const { sight } = await settle(
    context.session,
    () => arrange.shownInvoice(invoice.reference),
    (shown) => differingMembers(visible, shown).length === 0,
  );
  const lost = differingMembers(visible, sight);
  // One member that is not stored has a requirement of its own; this one is about an update that left no trace.
  const all = lost.length === Object.keys(visible).length;
  const [member = ''] = lost;
  if (all)
    fail('the update was accepted, and the invoice shows nothing of it', quote(body[member]), quote(sight[member]));
});

/** Ends the check where a member never shows, not even on an invoice that was created with it: then nothing is known of it. */
async function hiddenUnlessCreated({ arrange, subject }: CheckContext, members: JsonObject): Promise<void> {
  const unknown = () => notApplicable(`this server does not show ${subject}`);
  try {
    const created = await arrange.invoice({ members });
    if ((await arrange.shownInvoice(created.reference))[subject] === undefined) unknown();
  } catch (error) {
    if (error instanceof ArrangementFailed) unknown();
    throw error;
  }
}

requirement('update.each-member-stored', { subjects: updatableNames }, async (context) => {
  const { api, arrange, session, subject } = context;
  const invoice = await arrange.invoice();
  const body = onlyMember(updatableMembers(context.invent), subject);
  const answer = await api.updateInvoice(invoice.reference, body, { note: `an update of ${subject} alone` });
  if (!isSuccess(answer.status)) notApplicable(`an update of ${subject} alone is not accepted: ${answer.status}`);
  const isStored = (shown: Record<string, unknown>) => showsWhatWasSent(body[subject], shown[subject]);
  const look = () => arrange.shownInvoice(invoice.reference);
  let { sight } = await settle(session, look, (shown) => shown[subject] === undefined || isStored(shown));
  if (sight[subject] === undefined) {
    await hiddenUnlessCreated(context, body);
    // The update may have been carried out after the first look.
    ({ sight } = await settle(session, look, isStored));
  }
  const shown = sight[subject];
  const kept = subject === 'meta' ? holdsExactly(body[subject], shown) : showsWhatWasSent(body[subject], shown);
  expectThat(kept, `${subject} was accepted and is not what the invoice shows`, body[subject], shown);
});

/** Members of one update, the first that is accepted; those that may change others on some server stay out. */
const together = [
  [
    'accountingdate',
    'addresses',
    'detail',
    'due',
    'issued',
    'meta',
    'number',
    'orderdate',
    'ordernumber',
    'paymentkind',
  ],
  ['due', 'issued', 'meta', 'paymentkind'],
];

requirement('update.applied-as-a-whole', async (context) => {
  const { api, arrange, invent, session } = context;
  const invoice = await arrange.invoice();
  await itemsMustShow(context, invoice);
  const all = updatableMembers(invent);
  const items = await arrange.itemBodies(invent.items(3));
  for (const members of together) {
    const body: JsonObject = { ...Object.assign({}, ...members.map((member) => onlyMember(all, member))), items };
    const answer = await api.updateInvoice(invoice.reference, body, { note: 'an update of several members at once' });
    if (!isSuccess(answer.status)) continue;
    const { sight } = await settle(
      session,
      () => arrange.shownInvoice(invoice.reference),
      (shown) => differingMembers(body, shown).length === 0,
    );
    const lost = differingMembers(body, sight);
    const [member = ''] = lost;
    expectThat(
      lost.length === 0,
      `of an accepted update of ${Object.keys(body).join(', ')} the invoice does not show ${lost.join(', ')}`,
      member === 'items' ? briefItems(items) : quote(body[member]),
      member === 'items' ? briefItems(itemsOf(sight)) : quote(sight[member]),
    );
    return;
  }
  notApplicable('an update of several members at once is not accepted');
});

requirement('update.leaves-the-dunning-level', async (context) => {
  const { api, arrange, invent, session } = context;
  const invoice = await arrange.invoice();
  const { reference } = invoice;
  const raise = () => changeDunning(context, reference, { dunninglevel: 2 }, 'level 2');
  // Before the commit where that is possible, since a committed invoice may take no update.
  if (!isSuccess((await raise()).status)) {
    await arrange.makeReadyFor('modifyDunning', invoice);
    needSuccess(await raise(), 'level 2');
  }
  await dunningMustShow(context, reference);
  const look = async () => dunningLevelOf(await arrange.shownInvoice(reference, 'the level'));
  const { settled } = await settle(session, look, (level) => level === 2);
  if (!settled) throw new ArrangementFailed('level 2 does not show');
  for (const body of [{ meta: { note: invent.word() } }, { items: await arrange.itemBodies(invent.items(1)) }]) {
    const answer = await api.updateInvoice(reference, body, { note: 'an update after the dunning began' });
    if (!isSuccess(answer.status)) notApplicable(`such an invoice takes no update: ${answer.status}`);
  }
  await quiet(session);
  const level = await look();
  expectThat(level === 2, 'an update changed the dunning level', 'level 2', `level ${level}`);
});

requirement('update.documented-values-accepted', { subjects: ['PP', 'CC', 'DD', 'CT'] }, async (context) => {
  const { api, arrange, subject } = context;
  const invoice = await arrange.invoice();
  const answer = await api.updateInvoice(
    invoice.reference,
    { paymentkind: subject },
    { note: `payment kind ${subject}` },
  );
  // Its bank account is given by a call of its own, which no page says is not needed before.
  if (subject === 'DD' && answer.status === 400) notApplicable('direct debit may need a bank account of the identity');
  expectThat(isSuccess(answer.status), `payment kind ${subject} is not accepted`, 'a success', describe(answer));
});

requirement('update.repeating-changes-nothing-more', async (context) => {
  const { api, arrange, invent, operation, session } = context;
  const invoice = operation === 'updateInvoice' ? await arrange.invoice() : undefined;
  const reference = invoice?.reference ?? (await arrange.identity()).reference;
  const body: JsonObject =
    invoice === undefined
      ? { ...invent.identity(), reference }
      : {
          due: await arrange.date(15),
          meta: { note: invent.word() },
          items: await arrange.itemBodies(invent.items(2)),
        };
  const look = () => (invoice === undefined ? arrange.shownIdentity(reference) : arrange.shownInvoice(reference));
  const call = { operation, reference, body };
  needSuccess(await api.call(call, { note: 'the first time' }), 'the first PUT');
  const { sight: once, settled } = await settle(session, look, (shown) => differingMembers(body, shown).length === 0);
  if (!settled) throw new ArrangementFailed('the first PUT does not show');
  needSuccess(await api.call(call, { note: 'the same a second time' }), 'the second PUT');
  await quiet(session);
  expectUntouched(stateNow(body, once), await look(), 'the same PUT a second time changed something more');
});

const underAnother = 'under the reference of another';

requirement('update.of-other-invoices-nothing', { subjects: ['', underAnother] }, async (context) => {
  const { api, arrange, invent, session, subject } = context;
  const [older, updated, newer] = [await arrange.invoice(), await arrange.invoice(), await arrange.invoice()];
  const befores = new Map<string, Record<string, unknown>>();
  for (const { reference, sent } of [older, newer]) {
    const { reference: _reference, items: _items, ...members } = sent;
    befores.set(reference, stateNow(members, await arrange.shownInvoice(reference)));
  }
  const body: JsonObject = {
    due: await arrange.date(13),
    issued: await arrange.date(-31),
    meta: { note: invent.word() },
    paymentkind: 'PP',
    ...(subject === underAnother ? { reference: newer.reference } : {}),
  };
  const answer = await api.updateInvoice(updated.reference, body, { note: `updating one of three ${subject}` });
  // Whether a reference can be changed is open; that another invoice bears it is not.
  if (subject === '') needSuccess(answer, 'the update');
  await quiet(session);
  for (const [reference, before] of befores) {
    expectUntouched(before, await arrange.shownInvoice(reference), 'updating one invoice changed another');
  }
});

requirement('update.unknown-invoice-not-found', async ({ api, arrange, invent }) => {
  const reference = arrange.absentReference();
  const answer = await api.updateInvoice(reference, { meta: { note: invent.word() } }, { note: 'no such invoice' });
  expectStatus(answer, [404], 'an update of an invoice that does not exist');
});
