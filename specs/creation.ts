/** References: generated where none is sent, and used once. Sources: identities-create, errors. */
import type { ValidCall } from '../helpers/api.ts';
import { showsWhatWasSent } from '../helpers/compare.ts';
import { describe, expectStatus, expectThat, quote } from '../helpers/expect.ts';
import { ArrangementFailed } from '../helpers/failures.ts';
import { type Answer, isObject, isSuccess, objectOf } from '../helpers/http/answer.ts';
import { expectUntouched, needSuccess, stateNow } from '../helpers/invoices.ts';
import { walkIdentities } from '../helpers/lists.ts';
import { repeatableCall } from '../helpers/replay.ts';
import { quiet, settle, settleSoon } from '../helpers/settle.ts';
import { rowsOf } from '../helpers/shown.ts';
import { type CheckContext, notApplicable, requirement } from '../helpers/spec.ts';

/** The reference that an answer names; the check is not applicable where it names none. */
function referenceOf(answer: Answer): string {
  const { reference } = objectOf(answer);
  if (reference === undefined) notApplicable('the answer does not show what was created');
  expectThat(typeof reference === 'string' && reference !== '', 'no reference was generated', 'a reference', reference);
  return String(reference);
}

/** Creates something without a reference of its own. */
async function create(context: CheckContext, call: ValidCall): Promise<Answer> {
  return needSuccess(await context.api.call(call, { note: 'a creation without a reference' }), 'the creation');
}

/** The same where its refusal is what the requirement forbids: no page demands a reference. */
async function createUnnamed(context: CheckContext, call: ValidCall): Promise<Answer> {
  const { api, arrange, operation } = context;
  const created = await api.call(call, { note: 'a creation without a reference' });
  if (isSuccess(created.status)) return created;
  const reference = arrange.newReference(operation === 'createInvoice' ? 'invoice' : 'identity');
  const named = await api.call(call, { body: { ...call.body, reference }, note: 'the same with a reference' });
  expectThat(
    !isSuccess(named.status),
    'a creation is refused for want of a reference',
    'a generated reference',
    describe(created),
  );
  return needSuccess(created, 'the creation');
}

/** Whether what was created can be used under a reference otherwise than by reading it: the reading may be what is broken. */
async function isUsable({ api, operation, arrange }: CheckContext, reference: string): Promise<boolean> {
  try {
    const call: ValidCall =
      operation === 'createInvoice'
        ? { operation: 'updateInvoice', reference, body: {} }
        : { ...(await arrange.validCall('createInvoice')), reference };
    return isSuccess((await api.call(call, { note: 'using it by the reference that was sent' })).status);
  } catch (error) {
    if (error instanceof ArrangementFailed) return false;
    throw error;
  }
}

requirement('create.sent-reference-names-it', async (context) => {
  const { api, arrange, operation, session } = context;
  const call = await arrange.validCall(operation);
  const reference = String(call.body?.reference);
  const created = needSuccess(
    await api.call(call, { note: `a creation with the reference ${reference}` }),
    'the creation',
  );
  const named = objectOf(created).reference;
  const read = { operation: readerOf(context), reference } as const;
  const { settled, sight } = await settle(
    session,
    () => api.call(read, { note: 'reading by the reference that was sent' }),
    (answer) => isSuccess(answer.status),
  );
  if (settled) return;
  const namesIt = named === undefined || named === reference;
  if (namesIt && (await isUsable(context, reference))) {
    throw new ArrangementFailed(`it exists and cannot be read: ${describe(sight)}`);
  }
  expectThat(
    false,
    'what was created is not found under the reference that was sent',
    `${reference} can be read`,
    namesIt ? describe(sight) : `it was given the reference ${quote(named)}`,
  );
});

/** Rows of what lists what was created without a reference, beside one that was created with the given reference. */
async function rowsBeside(context: CheckContext, call: ValidCall, reference: string) {
  const { api, operation } = context;
  if (operation === 'createIdentity') {
    const emails = call.body?.emails;
    const fits = (row: Record<string, unknown>) => row.reference === reference || showsWhatWasSent(emails, row.emails);
    return (await walkIdentities(context, fits, 2)).met;
  }
  const list = { operation: 'getIdentityInvoices', reference: call.reference ?? '' } as const;
  const answer = await api.call(list, { note: 'the invoices of the identity' });
  return isSuccess(answer.status) ? rowsOf(answer.json).filter(isObject) : [];
}

/**
 * The reference under which a list shows what was created without one, where the answer to the creation names none. Where
 * none was generated, the next of another check may have taken its place, so it is created and looked for several times.
 */
async function listedReference(context: CheckContext, call: ValidCall): Promise<string> {
  const { arrange, operation, session } = context;
  const { reference } = operation === 'createInvoice' ? await arrange.invoice() : await arrange.identity();
  for (let round = 0; round < 3; round += 1) {
    await createUnnamed(context, call);
    const look = () => rowsBeside(context, call, reference);
    const { sight } = await settleSoon(session, look, (rows) => rows.length > 1);
    const [other] = sight.filter((row) => row.reference !== reference);
    if (other === undefined || sight.length < 2) continue;
    const named = other.reference;
    expectThat(typeof named === 'string' && named !== '', 'no reference was generated', 'a reference listed', other);
    return String(named);
  }
  return notApplicable('neither the answer nor a list shows what was created');
}

requirement('create.reference-generated', async (context) => {
  const { api, operation } = context;
  const call = await repeatableCall(context, operation);
  const created = await createUnnamed(context, call);
  const isNamed = objectOf(created).reference !== undefined;
  const reference = isNamed ? referenceOf(created) : await listedReference(context, call);
  const read = { operation: readerOf(context), reference } as const;
  await context.arrange.untilReadable(read);
  const answer = await api.call(read, { note: 'reading by the generated reference' });
  expectThat(isSuccess(answer.status), 'the generated reference names nothing', 'status 200', String(answer.status));
});

requirement('create.generated-references-differ', async (context) => {
  const call = await repeatableCall(context, context.operation);
  // At once: a reference made of the time would come twice.
  const created = await Promise.all([1, 2, 3].map(() => create(context, call)));
  const references = created.map(referenceOf);
  expectThat(
    new Set(references).size === 3,
    'a generated reference came twice',
    'three references',
    references.join(', '),
  );
});

function readerOf({ operation }: CheckContext): 'getInvoice' | 'getIdentity' {
  return operation === 'createInvoice' ? 'getInvoice' : 'getIdentity';
}

/** Creates something, and then something else with the same reference; an invoice for another identity where asked. */
async function createTwice(context: CheckContext, forAnother = false) {
  const { api, arrange, operation } = context;
  const first = await arrange.validCall(operation);
  const reference = String(first.body?.reference);
  needSuccess(await api.call(first, { note: 'the first creation' }), 'the first creation');
  await arrange.untilReadable({ operation: readerOf(context), reference });
  const shown =
    operation === 'createInvoice' ? () => arrange.shownInvoice(reference) : () => arrange.shownIdentity(reference);
  const before = stateNow(first.body ?? {}, await shown());
  const second = await arrange.validCall(operation);
  const body = { ...second.body, reference };
  const owner = forAnother ? { reference: (await arrange.identity()).reference } : {};
  const answer = await api.call({ ...second, ...owner, body } as ValidCall, {
    note: 'another creation with the same reference',
  });
  return { answer, before, shown };
}

requirement('create.used-reference-conflicts', async (context) => {
  const { answer } = await createTwice(context);
  expectStatus(answer, [409], 'a creation with a reference already used');
  if (context.operation !== 'createInvoice') return;
  const elsewhere = await createTwice(context, true);
  expectStatus(elsewhere.answer, [409], "a creation with a reference already used for another identity's invoice");
});

requirement('create.conflict-leaves-the-first', async (context) => {
  const { answer, before, shown } = await createTwice(context);
  if (isSuccess(answer.status)) throw new ArrangementFailed('the second creation was not refused');
  await quiet(context.session);
  expectUntouched(before, await shown(), 'a refused creation changed what bears the reference');
});

const creationsAtOnce = 5;

requirement('create.simultaneous-conflict', async (context) => {
  const { api, arrange, operation } = context;
  const first = await arrange.validCall(operation);
  const calls: ValidCall[] = [first];
  while (calls.length < creationsAtOnce) {
    const other = await arrange.validCall(operation);
    calls.push({ ...first, body: { ...other.body, reference: first.body?.reference ?? null } });
  }
  // Unjudged, since one that is refused for the rate and sent again rightly finds the reference used.
  const note = `one of ${creationsAtOnce} creations at once with one reference`;
  const answers = await Promise.all(calls.map((call) => api.call(call, { unjudged: true, note })));
  const made = answers.filter(({ status }) => isSuccess(status));
  if (made.length === 0) throw new ArrangementFailed('none of the creations was accepted');
  const statuses = answers.map(({ status }) => status).join(', ');
  const what = `${made.length} simultaneous creations with one reference were accepted`;
  expectThat(made.length === 1, what, 'one success, and 409 for the others', statuses);
});
