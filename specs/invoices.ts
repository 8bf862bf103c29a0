/** An invoice's life: created, read, updated, committed. Sources: identities-createinvoice, invoices-*. */
import type { JsonObject } from '../helpers/api.ts';
import { showsWhatWasSent } from '../helpers/compare.ts';
import { describe, expectStatus, expectThat, fail, quote } from '../helpers/expect.ts';
import { ArrangementFailed } from '../helpers/failures.ts';
import { isSuccess, objectOf } from '../helpers/http/answer.ts';
import { onlyMember, updatableMembers } from '../helpers/invent.ts';
import {
  briefItems,
  differingMembers,
  expectUntouched,
  needSuccess,
  sentItems,
  shownMembers,
  stateNow,
} from '../helpers/invoices.ts';
import { quiet, quietAfterCommit, settle } from '../helpers/settle.ts';
import { identifierOf, itemsOf, rowsOf } from '../helpers/shown.ts';
import { notApplicable, requirement } from '../helpers/spec.ts';

requirement(
  'create-invoice.answered-means-stored',
  { subjects: ['items', 'currency', 'paymentkind', 'issued', 'due', 'meta'] },
  async (context) => {
    const { arrange, subject } = context;
    const invoice = await arrange.invoice();
    const shown = await arrange.shownInvoice(invoice.reference);
    const sent = invoice.sent[subject];
    if (sent === undefined) notApplicable(`this server takes no invoice with ${subject}`);
    if (shown[subject] === undefined) notApplicable(`this server does not show ${subject}`);
    const { sight } = await settle(
      context.session,
      async () => (await arrange.shownInvoice(invoice.reference))[subject],
      (value) => showsWhatWasSent(sent, value),
    );
    const kept = showsWhatWasSent(sent, sight);
    const shownText = subject === 'items' && Array.isArray(sight) ? briefItems(sight) : quote(sight);
    const sentText = subject === 'items' ? briefItems(sentItems(invoice)) : quote(sent);
    expectThat(kept, `the invoice was created with another ${subject} than sent`, sentText, shownText);
  },
);

requirement('create-invoice.belongs-to-its-identity', async (context) => {
  const { api, arrange, session } = context;
  const [mine, other] = [await arrange.identity(), await arrange.identity()];
  const [invoice, foreign] = [
    await arrange.invoice({ identity: mine.reference }),
    await arrange.invoice({ identity: other.reference }),
  ];
  const list = async (reference: string) => {
    const answer = await api.call(
      { operation: 'getIdentityInvoices', reference },
      { note: 'the invoices of an identity' },
    );
    needSuccess(answer, 'getIdentityInvoices');
    return rowsOf(answer.json).map(identifierOf);
  };
  const { sight } = await settle(
    session,
    () => list(mine.reference),
    (references) => references.includes(invoice.reference),
  );
  if (sight.length > 0 && sight.every((reference) => reference === undefined)) {
    notApplicable('the listed invoices show no reference');
  }
  expectThat(
    sight.includes(invoice.reference),
    'the invoice is not among those of its identity',
    invoice.reference,
    sight.join(', ') || 'none',
  );
  expectThat(
    !sight.includes(foreign.reference),
    "another identity's invoice is among those of this one",
    `not ${foreign.reference}`,
    sight.join(', '),
  );
});

requirement('create-invoice.addresses-copied', async (context) => {
  const { arrange } = context;
  const identity = await arrange.identity();
  const owner = await arrange.shownIdentity(identity.reference);
  const invoice = await arrange.invoice({ identity: identity.reference });
  if (invoice.sent.addresses !== undefined) notApplicable('this server takes no invoice without addresses');
  const shown = await arrange.shownInvoice(invoice.reference);
  const [sent] = Array.isArray(identity.sent.addresses) ? identity.sent.addresses : [];
  if (!Array.isArray(owner.addresses) || owner.addresses.length === 0) notApplicable('identities show no addresses');
  if (!Array.isArray(shown.addresses)) notApplicable('invoices show no addresses');
  const copied = shown.addresses.some((address) => showsWhatWasSent(sent, address));
  expectThat(copied, "the invoice does not bear its identity's address", quote(sent), quote(shown.addresses));
});

requirement('get-invoice.returns-the-one-asked-for', async (context) => {
  const { arrange } = context;
  const invoices = [await arrange.invoice(), await arrange.invoice(), await arrange.invoice()];
  for (const invoice of invoices) {
    const shown = await arrange.shownInvoice(invoice.reference);
    const named = shown.reference;
    expectThat(
      named === undefined || named === null || named === invoice.reference,
      'reading an invoice returned another one',
      invoice.reference,
      named,
    );
    const others = invoices.filter((other) => other !== invoice);
    const { sent } = invoice;
    const members = differingMembers({ meta: sent.meta ?? {}, items: sent.items ?? [] }, shown);
    const another = others.find(({ sent: theirs }) =>
      members.some((member) => showsWhatWasSent(theirs[member], shown[member])),
    );
    expectThat(
      another === undefined,
      'reading an invoice returned the content of another',
      invoice.reference,
      another?.reference,
    );
  }
});

requirement('get-invoice.shows-items', async (context) => {
  const invoice = await context.arrange.invoice();
  const shown = await context.arrange.shownInvoice(invoice.reference);
  const items = itemsOf(shown);
  expectThat(
    items !== undefined && items.length > 0,
    'an invoice with three items shows none',
    briefItems(sentItems(invoice)),
    briefItems(items),
  );
});

requirement('update.answered-means-stored', async (context) => {
  const { api, arrange, invent } = context;
  const invoice = await arrange.invoice();
  const before = await arrange.shownInvoice(invoice.reference, 'the invoice before');
  const body: JsonObject = {
    due: invent.date(-5),
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

const storedMembers = [
  'accountingdate',
  'addresses',
  'cancelationdate',
  'detail',
  'due',
  'issued',
  'meta',
  'netbased',
  'number',
  'orderdate',
  'ordernumber',
  'paymentkind',
];

requirement('update.each-member-stored', { subjects: storedMembers }, async (context) => {
  const { api, arrange, session, subject } = context;
  const invoice = await arrange.invoice();
  const body = onlyMember(updatableMembers(context.invent), subject);
  const answer = await api.updateInvoice(invoice.reference, body, { note: `an update of ${subject} alone` });
  if (!isSuccess(answer.status)) notApplicable(`an update of ${subject} alone is not accepted: ${answer.status}`);
  const { sight } = await settle(
    session,
    () => arrange.shownInvoice(invoice.reference),
    (shown) => shown[subject] === undefined || showsWhatWasSent(body[subject], shown[subject]),
  );
  const shown = sight[subject];
  if (shown === undefined) notApplicable(`this server does not show ${subject}`);
  expectThat(
    showsWhatWasSent(body[subject], shown),
    `${subject} was accepted and is not what the invoice shows`,
    body[subject],
    shown,
  );
});

requirement('update.documented-values-accepted', { subjects: ['PP', 'CC', 'DD', 'CT'] }, async (context) => {
  const { api, arrange, subject } = context;
  const invoice = await arrange.invoice();
  const answer = await api.updateInvoice(
    invoice.reference,
    { paymentkind: subject },
    { note: `payment kind ${subject}` },
  );
  expectThat(isSuccess(answer.status), `payment kind ${subject} is not accepted`, 'a success', describe(answer));
});

requirement('update.repeating-changes-nothing-more', async (context) => {
  const { api, arrange, invent, operation, session } = context;
  const invoice = operation === 'updateInvoice' ? await arrange.invoice() : undefined;
  const reference = invoice?.reference ?? (await arrange.identity()).reference;
  const body: JsonObject =
    invoice === undefined
      ? { ...invent.identity(), reference }
      : { due: invent.date(-5), meta: { note: invent.word() }, items: await arrange.itemBodies(invent.items(2)) };
  const look = () => (invoice === undefined ? arrange.shownIdentity(reference) : arrange.shownInvoice(reference));
  const call = { operation, reference, body };
  needSuccess(await api.call(call, { note: 'the first time' }), 'the first PUT');
  const { sight: once, settled } = await settle(session, look, (shown) => differingMembers(body, shown).length === 0);
  if (!settled) throw new ArrangementFailed('the first PUT does not show');
  needSuccess(await api.call(call, { note: 'the same a second time' }), 'the second PUT');
  await quiet(session);
  expectUntouched(stateNow(body, once), await look(), 'the same PUT a second time changed something more');
});

requirement('update.of-other-invoices-nothing', async (context) => {
  const { api, arrange, invent, session } = context;
  const [older, updated, newer] = [await arrange.invoice(), await arrange.invoice(), await arrange.invoice()];
  const befores = new Map<string, Record<string, unknown>>();
  for (const { reference, sent } of [older, newer]) {
    const { reference: _reference, items: _items, ...members } = sent;
    befores.set(reference, stateNow(members, await arrange.shownInvoice(reference)));
  }
  const body: JsonObject = {
    due: invent.date(-3),
    issued: invent.date(-31),
    meta: { note: invent.word() },
    paymentkind: 'DD',
  };
  needSuccess(await api.updateInvoice(updated.reference, body, { note: 'updating one of three' }), 'the update');
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
