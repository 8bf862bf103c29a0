/** Identities, and what holds for every single operation. */
import type { JsonObject } from '../helpers/api.ts';
import { holdsExactly, sameJson, showsWhatWasSent } from '../helpers/compare.ts';
import { describe, expectStatus, expectSuccess, expectThat, fail, quote } from '../helpers/expect.ts';
import { ArrangementFailed } from '../helpers/failures.ts';
import { isObject, isSuccess, objectOf } from '../helpers/http/answer.ts';
import { seedOf, updatableMembers } from '../helpers/invent.ts';
import { needSuccess } from '../helpers/invoices.ts';
import { quiet, quietAfterCommit, settle, settleSoon } from '../helpers/settle.ts';
import { type CheckContext, notApplicable, requirement } from '../helpers/spec.ts';

requirement('operation.valid-request-succeeds', async ({ api, arrange, operation }) => {
  try {
    const answer = await api.call(await arrange.validCall(operation));
    expectSuccess(answer, `a valid call of ${operation}`);
  } catch (error) {
    if (!(error instanceof ArrangementFailed) || error.refusedBy !== operation) throw error;
    fail(`a valid call of ${operation} is refused`, 'a success', error.message);
  }
});

/** Where a sample lacks what another page demands (the reference of an upsert), the call's own is added. */
const publishedSamples: Readonly<Record<string, JsonObject>> = {
  resendInvoice: { data: '123' },
  commitInvoice: { data: '123' },
  upsertIdentity: { detail: { vatId: 'DE123456789' }, kind: 'incorporate', name: { company: 'ACME Inc.' } },
  createIdentity: {},
  modifyDunning: { dunninglevel: 1 },
};

requirement('operation.published-sample-accepted', async ({ api, arrange, operation }) => {
  const call = await arrange.validCall(operation);
  const sample = publishedSamples[operation] ?? {};
  const body: JsonObject = operation === 'upsertIdentity' ? { reference: call.reference ?? '', ...sample } : sample;
  const answer = await api.call(call, { body, note: 'the published sample' });
  expectSuccess(answer, `the published sample ${quote(body)}`);
});

requirement('operation.answer-names-the-resource', async ({ api, arrange, operation }) => {
  // Neighbours, so that an answer about another resource has one to be about.
  for (let count = 0; count < 2; count += 1) await arrange.validCall(operation);
  const call = await arrange.validCall(operation);
  const answer = needSuccess(await api.call(call), `a valid call of ${operation}`);
  const reference = String(call.body?.reference ?? call.reference);
  const named = objectOf(answer).reference;
  if (typeof named !== 'string') notApplicable('the answer names no reference');
  expectThat(named === reference, 'the answer shows another resource', reference, named);
});

requirement('operation.unknown-resource-not-found', async ({ api, arrange, operation }) => {
  const call = await arrange.validCall(operation);
  const answer = await api.call(
    { ...call, reference: arrange.absentReference() },
    { note: 'a reference that names nothing' },
  );
  expectStatus(answer, [404], `${operation} on a reference that names nothing`);
});

requirement('identity.returns-the-one-asked-for', async ({ arrange }) => {
  const identities = [await arrange.identity(), await arrange.identity(), await arrange.identity()];
  for (const identity of identities) {
    const shown = await arrange.shownIdentity(identity.reference);
    const named = shown.reference;
    const right = named === undefined || named === null || named === identity.reference;
    expectThat(right, 'reading an identity returned another one', identity.reference, named);
    const { emails } = identity.sent;
    const other = identities.find(
      (one) => one !== identity && shown.emails !== undefined && showsWhatWasSent(one.sent.emails, shown.emails),
    );
    expectThat(other === undefined, 'reading an identity returned the content of another', emails, shown.emails);
  }
});

/** Members that each server has to take, and others that it may have reasons to refuse: values of the merchant's own. */
const createdWith = ['kind', 'name', 'emails', 'addresses', 'phones', 'meta', 'number'];
const createdWithMore = ['currency', 'debtor', 'detail'];
const longName = 'name that is long and not plain';
const twoEmails = 'two e-mail addresses';
const twoAddresses = 'two addresses';

requirement(
  'identity.create-stored',
  { subjects: [...createdWith, ...createdWithMore, longName, twoEmails, twoAddresses] },
  async (context) => {
    const { api, arrange, invent, session, subject: what } = context;
    const subject = { [longName]: 'name', [twoEmails]: 'emails', [twoAddresses]: 'addresses' }[what] ?? what;
    const reference = arrange.newReference('identity');
    const extra: JsonObject = {
      kind: 'incorporate',
      phones: [
        { active: true, phone: '+49 30 12345678' },
        { active: true, phone: '+49 40 87654321' },
      ],
      meta: updatableMembers(invent).meta,
      number: `K${reference}`,
      currency: 'CHF',
      debtor: String(seedOf(1, reference)),
      detail: { vatId: 'DE123456789' },
    };
    const base: JsonObject = { reference, ...invent.identity() };
    const name = { ...(isObject(base.name) ? base.name : {}), firstname: 'Zoë', lastname: 'Müller-Lüdenscheidt Łódź' };
    const body: JsonObject = {
      ...base,
      ...(extra[subject] === undefined ? {} : { [subject]: extra[subject] }),
      ...(what === longName ? { name } : {}),
      ...(what === twoAddresses ? { addresses: [invent.identityAddress(), invent.identityAddress()] } : {}),
      ...(what === twoEmails
        ? { emails: [base, invent.identity()].flatMap(({ emails }) => (Array.isArray(emails) ? emails : [])) }
        : {}),
    };
    const answer = await api.call({ operation: 'createIdentity', body }, { note: `an identity with ${what}` });
    if (!createdWith.includes(what) && !isSuccess(answer.status)) {
      notApplicable(`an identity with ${what} is not accepted: ${describe(answer)}`);
    }
    needSuccess(answer, `an identity with ${what}`);
    await arrange.untilReadable({ operation: 'getIdentity', reference });
    const look = async () => (await arrange.shownIdentity(reference))[subject];
    const isStored = (value: unknown) =>
      subject === 'meta' ? holdsExactly(body[subject], value) : showsWhatWasSent(body[subject], value);
    const { sight } = await settle(session, look, (value) => value === undefined || isStored(value));
    const shown = sight ?? (await settleSoon(session, look, isStored)).sight;
    if (shown === undefined || shown === null) await hiddenUnlessUpserted(context, subject, reference, body);
    expectThat(isStored(shown), `the identity was created with another ${subject}`, body[subject], shown);
  },
);

/** Ends the check where a member never shows, not even after an upsert that sends it: then nothing is known of it. */
async function hiddenUnlessUpserted(
  { api, arrange, session }: CheckContext,
  subject: string,
  reference: string,
  body: JsonObject,
): Promise<void> {
  const call = { operation: 'upsertIdentity', reference, body } as const;
  await api.call(call, { note: `does ${subject} show after an upsert` });
  await quiet(session);
  const shown = (await arrange.shownIdentity(reference))[subject];
  if (shown === undefined || shown === null) notApplicable(`this server does not show ${subject}`);
}

requirement('identity.documented-kinds-accepted', { subjects: ['individual', 'incorporate'] }, async (context) => {
  const { api, arrange, invent, operation, subject } = context;
  const call = await arrange.validCall(operation);
  const { name } = invent.identity();
  const company = { ...(isObject(name) ? name : {}), company: 'ACME Inc.' } as JsonObject;
  const body: JsonObject = { ...call.body, kind: subject, ...(subject === 'incorporate' ? { name: company } : {}) };
  expectSuccess(await api.call(call, { body, note: `an identity of the kind ${subject}` }), `the kind ${subject}`);
});

/** Whether an identity shows a debtor number that was sent with it. */
async function showsSentDebtor({ api, arrange, invent }: CheckContext): Promise<boolean> {
  const reference = arrange.newReference('identity');
  const body: JsonObject = { reference, ...invent.identity(), debtor: String(seedOf(1, reference)) };
  const created = await api.call({ operation: 'createIdentity', body }, { note: 'does it show one that was sent' });
  if (!isSuccess(created.status)) return false;
  await arrange.untilReadable({ operation: 'getIdentity', reference });
  return ((await arrange.shownIdentity(reference)).debtor ?? '') !== '';
}

requirement('identity.no-member-needed', { subjects: ['no member', 'a reference alone'] }, async (context) => {
  const { api, arrange, subject } = context;
  const body: JsonObject = subject === 'no member' ? {} : { reference: arrange.newReference('identity') };
  const answer = await api.call({ operation: 'createIdentity', body }, { note: `an identity with ${subject}` });
  expectSuccess(answer, `an identity with ${subject}`);
});

/** A company that was created without a debtor number. */
async function company({ api, arrange, invent }: CheckContext): Promise<{ reference: string }> {
  const reference = arrange.newReference('identity');
  const body: JsonObject = { reference, ...invent.identity(), kind: 'incorporate', name: { company: 'ACME Inc.' } };
  needSuccess(await api.call({ operation: 'createIdentity', body }, { note: 'a company' }), 'a company');
  await arrange.untilReadable({ operation: 'getIdentity', reference });
  return { reference };
}

requirement('identity.debtor-generated', async (context) => {
  const { arrange, session } = context;
  const debtors: unknown[] = [];
  for (const identity of [await arrange.identity(), await arrange.identity(), await company(context)]) {
    const { sight: debtor } = await settle(
      session,
      async () => (await arrange.shownIdentity(identity.reference)).debtor,
      (shown) => shown !== null,
    );
    if (debtor === undefined) {
      if (!(await showsSentDebtor(context))) notApplicable('this server does not show the debtor number');
      fail(
        'an identity created without a debtor number has none',
        'a debtor number',
        'none, where one that is sent shows',
      );
    }
    const given = (typeof debtor === 'string' && debtor !== '') || typeof debtor === 'number';
    expectThat(given, 'the identity was given no debtor number', 'a debtor number', debtor);
    debtors.push(debtor);
  }
  const again = debtors.find((debtor, index) => debtors.indexOf(debtor) < index);
  expectThat(again === undefined, 'two identities were given one debtor number', 'numbers of their own', quote(again));
});

requirement('reading.changes-nothing', async (context) => {
  const { api, arrange, operation, session } = context;
  if (operation === 'listIdentities') notApplicable('others may create identities between two reads');
  if (operation === 'getIdentityInvoices' && session.target.fixtures.identity !== undefined)
    notApplicable('others may create invoices for the given identity between two reads');
  let call = await arrange.validCall(operation);
  const invoice = async (note: string) =>
    operation === 'getInvoiceDocuments' ? await api.getInvoice(call.reference ?? '', note) : undefined;
  await quietAfterCommit(session);
  // What a commit adds late may come between two reads, so a difference is looked at again before it accuses.
  let problem = '';
  for (let round = 0; round < 4; round += 1) {
    const before = await invoice('the invoice before');
    const [first, second] = [await api.call(call, { note: 'one read' }), await api.call(call, { note: 'another' })];
    if (!isSuccess(first.status)) throw new ArrangementFailed(`${operation} was not accepted: ${describe(first)}`);
    const after = await invoice('the invoice after');
    const alike = sameJson(first.json, second.json);
    if (alike && sameJson(before?.json, after?.json)) return;
    problem = alike
      ? 'an invoice that shows another content than before'
      : `${describe(first)} and then ${describe(second)}`;
    // Where the first read alone leaves a mark, it shows on another invoice again.
    if (alike) call = await arrange.validCall(operation);
    if (alike) await quietAfterCommit(session);
    await quiet(session);
  }
  expectThat(false, 'two reads, one after the other, return different things', 'the same twice', problem);
});
