/** Identities, lists and documents, and what holds for every single operation. */
import type { JsonObject } from '../helpers/api.ts';
import { sameJson, showsWhatWasSent } from '../helpers/compare.ts';
import { describe, expectStatus, expectSuccess, expectThat, fail, quote } from '../helpers/expect.ts';
import { ArrangementFailed } from '../helpers/failures.ts';
import { type Answer, isObject, isSuccess, objectOf } from '../helpers/http/answer.ts';
import { differingMembers, expectUntouched, needSuccess, shownMembers, stateNow } from '../helpers/invoices.ts';
import { quiet, quietAfterCommit, settle } from '../helpers/settle.ts';
import { identifierOf, rowsOf } from '../helpers/shown.ts';
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

const publishedSamples: Readonly<Record<string, JsonObject>> = {
  resendInvoice: { data: '123' },
  createIdentity: {},
  modifyDunning: { dunninglevel: 1 },
};

requirement('operation.published-sample-accepted', async ({ api, arrange, operation }) => {
  const body = publishedSamples[operation] ?? {};
  const answer = await api.call(await arrange.validCall(operation), { body, note: 'the published sample' });
  expectSuccess(answer, `the published sample ${quote(body)}`);
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

requirement(
  'identity.create-stored',
  { subjects: ['kind', 'name', 'emails', 'addresses', 'phones', 'meta', 'number'] },
  async (context) => {
    const { api, arrange, invent, session, subject } = context;
    const reference = arrange.newReference('identity');
    const extra: JsonObject = {
      kind: 'incorporate',
      phones: [{ active: true, phone: '+49 30 12345678' }],
      meta: { note: invent.word() },
      number: `K${reference}`,
    };
    const base: JsonObject = { reference, ...invent.identity() };
    const body: JsonObject = { ...base, ...(extra[subject] === undefined ? {} : { [subject]: extra[subject] }) };
    const answer = await api.call({ operation: 'createIdentity', body }, { note: `an identity with ${subject}` });
    needSuccess(answer, `an identity with ${subject}`);
    await arrange.untilReadable({ operation: 'getIdentity', reference });
    const { sight } = await settle(
      session,
      () => arrange.shownIdentity(reference),
      (shown) => shown[subject] === undefined || showsWhatWasSent(body[subject], shown[subject]),
    );
    const shown = sight[subject];
    if (shown === undefined || shown === null) notApplicable(`this server does not show ${subject}`);
    expectThat(
      showsWhatWasSent(body[subject], shown),
      `the identity was created with another ${subject}`,
      body[subject],
      shown,
    );
  },
);

requirement('identity.debtor-generated', async ({ arrange }) => {
  const identity = await arrange.identity();
  const { debtor } = await arrange.shownIdentity(identity.reference);
  if (debtor === undefined) notApplicable('this server does not show the debtor number');
  const given = (typeof debtor === 'string' && debtor !== '') || typeof debtor === 'number';
  expectThat(given, 'the identity was given no debtor number', 'a debtor number', debtor);
});

requirement('identity.upsert-creates', async ({ api, arrange, invent }) => {
  const reference = arrange.newReference('identity');
  const body: JsonObject = { reference, ...invent.identity() };
  const call = { operation: 'upsertIdentity', reference, body } as const;
  needSuccess(await api.call(call, { note: 'an upsert of an identity that does not exist' }), 'the upsert');
  await arrange.untilReadable({ operation: 'getIdentity', reference });
  const answer = await api.getIdentity(reference, 'reading it');
  expectThat(isSuccess(answer.status), 'the upserted identity cannot be read', 'the identity', describe(answer));
  const lost = differingMembers(body, objectOf(answer));
  expectThat(lost.length === 0, `the upsert lost ${lost.join(', ')}`, body, answer.json);
});

requirement('identity.upsert-updates', async ({ api, arrange, invent, session }) => {
  const identity = await arrange.identity();
  const before = await arrange.shownIdentity(identity.reference, 'the identity before');
  const body: JsonObject = { reference: identity.reference, ...invent.identity() };
  const call = { operation: 'upsertIdentity', reference: identity.reference, body } as const;
  needSuccess(await api.call(call, { note: 'an upsert of an identity that exists' }), 'the upsert');
  const visible = shownMembers(body, before);
  const { sight } = await settle(
    session,
    () => arrange.shownIdentity(identity.reference),
    (shown) => differingMembers(visible, shown).length === 0,
  );
  const lost = differingMembers(visible, sight);
  expectThat(lost.length === 0, `the upsert did not change ${lost.join(', ')}`, visible, sight);
  for (const member of ['id', 'debtor']) {
    if (before[member] === undefined || sight[member] === undefined) continue;
    expectThat(
      before[member] === sight[member],
      `the upsert made another identity: ${member}`,
      before[member],
      sight[member],
    );
  }
});

requirement('identity.of-others-untouched', async ({ api, arrange, invent, session }) => {
  const [older, changed, newer] = [await arrange.identity(), await arrange.identity(), await arrange.identity()];
  const states = new Map<string, Record<string, unknown>>();
  for (const { reference, sent } of [older, newer])
    states.set(reference, stateNow(sent, await arrange.shownIdentity(reference)));
  const body: JsonObject = { reference: changed.reference, ...invent.identity() };
  const call = { operation: 'upsertIdentity', reference: changed.reference, body } as const;
  needSuccess(await api.call(call, { note: 'an upsert of one of three' }), 'the upsert');
  await quiet(session);
  for (const [reference, state] of states) {
    expectUntouched(state, await arrange.shownIdentity(reference), 'upserting one identity changed another');
  }
});

/** A page of identities. */
async function page({ api }: CheckContext, number: number, size: number): Promise<Answer> {
  const query = { page: String(number), pageSize: String(size) };
  const answer = await api.call({ operation: 'listIdentities', query }, { note: `page ${number} of ${size}` });
  return needSuccess(answer, 'the list');
}

requirement('list.envelope', async (context) => {
  const answer = await page(context, 1, 2);
  const { rows } = objectOf(answer);
  expectThat(Array.isArray(rows), 'the list has no array rows', 'an object with rows', describe(answer));
});

requirement('list.page-size-honoured', { subjects: ['1', '3'] }, async (context) => {
  const size = Number(context.subject);
  for (let count = 0; count <= size; count += 1) await context.arrange.identity();
  const answer = await page(context, 1, size);
  const rows = rowsOf(answer.json).length;
  expectThat(rows === size, 'the page holds another number of rows than asked for', `${size} rows`, `${rows} rows`);
});

requirement('list.pages-differ', async (context) => {
  for (let count = 0; count < 4; count += 1) await context.arrange.identity();
  // Others may create identities between the two reads, which moves rows from one page to the next but not all of them.
  const size = 2;
  for (const lastRound of [false, true]) {
    const [first, second] = [await page(context, 1, size), await page(context, 2, size)];
    const [one, other] = [first, second].map((answer) => rowsOf(answer.json).map(identifierOf));
    if (one === undefined || other === undefined || one.includes(undefined)) notApplicable('rows show no reference');
    if (!sameJson(one, other)) return;
    if (lastRound) expectThat(false, 'the second page repeats the first', 'other rows', one.join(', '));
  }
});

requirement('list.echoes-page', async (context) => {
  for (let count = 0; count < 3; count += 1) await context.arrange.identity();
  const answer = await page(context, 2, 1);
  const { page: number, pageSize } = objectOf(answer);
  const right = showsWhatWasSent({ page: 2, pageSize: 1 }, { page: number, pageSize });
  expectThat(right, 'the envelope names another page', { page: 2, pageSize: 1 }, { page: number, pageSize });
});

/** The documents of a committed invoice, when as many are there as will come. */
async function documentsOf(
  { api }: CheckContext,
  reference: string,
  query?: Readonly<Record<string, string>>,
): Promise<Answer> {
  const call = { operation: 'getInvoiceDocuments', reference, ...(query === undefined ? {} : { query }) } as const;
  return needSuccess(
    await api.call(call, { note: `documents ${query === undefined ? '' : quote(query)}` }),
    'the documents',
  );
}

/** How many documents an invoice shows, when it shows one, or when it was waited for long enough. */
async function documentCount(context: CheckContext, reference: string): Promise<number> {
  const { sight } = await settle(
    context.session,
    async () => rowsOf((await documentsOf(context, reference)).json).length,
    (count) => count > 0,
  );
  return sight;
}

/** An invoice that shows documents; whether this server shows any is waited for once, on the first invoice. */
async function documentedInvoice(context: CheckContext): Promise<string> {
  const { reference } = await context.arrange.invoiceReadyFor('resendInvoice');
  const shows = await context.knowledge.once('documents appear', () => documentCount(context, reference));
  if (shows === 0) notApplicable('this server shows no documents of an invoice');
  await documentCount(context, reference);
  return reference;
}

requirement('documents.array', async (context) => {
  const { reference } = await context.arrange.committedInvoice();
  const answer = await documentsOf(context, reference);
  expectThat(Array.isArray(answer.json), 'the documents are no array', 'an array', describe(answer));
});

requirement('documents.limit-honoured', async (context) => {
  const { reference } = await context.arrange.invoiceReadyFor('resendInvoice');
  const all = rowsOf((await documentsOf(context, reference)).json).length;
  if (all < 2) notApplicable('this server shows fewer than two documents of an invoice');
  const limited = rowsOf((await documentsOf(context, reference, { limit: '1' })).json).length;
  expectThat(limited <= 1, 'a limit of 1 is not honoured', '1 document', `${limited} documents`);
});

requirement('documents.limit-zero-is-no-limit', async (context) => {
  const reference = await documentedInvoice(context);
  const all = rowsOf((await documentsOf(context, reference)).json).length;
  const unlimited = rowsOf((await documentsOf(context, reference, { limit: '0' })).json).length;
  expectThat(unlimited >= all, 'a limit of 0 leaves documents out', `${all} documents`, `${unlimited} documents`);
});

requirement('documents.of-that-invoice-alone', async (context) => {
  const [one, other] = [await documentedInvoice(context), await documentedInvoice(context)];
  const ids = async (reference: string) =>
    rowsOf((await documentsOf(context, reference)).json)
      .filter(isObject)
      .map(({ id }) => id)
      .filter((id) => id !== undefined && id !== null && id !== '');
  const own = await ids(one);
  const shared = (await ids(other)).filter((id) => own.includes(id));
  expectThat(shared.length === 0, 'two invoices show the same document', 'documents of their own', shared.join(', '));
});

requirement('reading.changes-nothing', async (context) => {
  const { api, arrange, operation, session } = context;
  const call = await arrange.validCall(operation);
  if (operation === 'listIdentities') notApplicable('others may create identities between two reads');
  await quietAfterCommit(session);
  // What a commit adds late may come between two reads, so a difference is looked at again before it accuses.
  let problem = '';
  for (let round = 0; round < 4; round += 1) {
    const [first, second] = [await api.call(call, { note: 'one read' }), await api.call(call, { note: 'another' })];
    if (!isSuccess(first.status)) throw new ArrangementFailed(`${operation} was not accepted: ${describe(first)}`);
    if (sameJson(first.json, second.json)) return;
    problem = `${describe(first)} and then ${describe(second)}`;
    await quiet(session);
  }
  expectThat(false, 'two reads, one after the other, return different things', 'the same twice', problem);
});
