/** Requests that break the documented form of a body. Enumerated from the description of the API, complete and in its order. */
import { type Field, fieldsOf, type JsonType } from '../contracts/fields.ts';
import type { DocumentedOperation } from '../contracts/operations.ts';
import { catalogue } from '../contracts/requirements/index.ts';
import type { Json, JsonObject, ValidCall } from '../helpers/api.ts';
import { changeDunning, levelShown, startDate } from '../helpers/dunning.ts';
import { dunningMustShow, effectOf, expectNoEffect } from '../helpers/effects.ts';
import { describe, expectStatus, expectThat, fail, quote } from '../helpers/expect.ts';
import { ArrangementFailed } from '../helpers/failures.ts';
import { isObject, isSuccess } from '../helpers/http/answer.ts';
import { updatableMembers } from '../helpers/invent.ts';
import { needSuccess, newlyShown } from '../helpers/invoices.ts';
import { quiet } from '../helpers/settle.ts';
import { type CheckContext, everyAnswer, notApplicable, requirement } from '../helpers/spec.ts';

/** Values of every JSON type that no reading takes for another one: no digits in a text, no 0 or 1 for a truth value. */
const samples: Readonly<Record<Exclude<JsonType, 'integer' | 'null'>, Json>> = {
  string: 'neither a number nor a date',
  number: 12345,
  boolean: true,
  array: ['text'],
  object: { unexpected: 'text' },
};

/** Fields for which the facts leave some types open: a debtor may be a number, meta holds any JSON of the merchant. */
const open: Readonly<Record<string, readonly JsonType[]>> = {
  debtor: ['number'],
  meta: ['array'],
  ordernumber: ['number'],
};

/** Every value of a wrong type for a field, elements of the wrong type included. */
function wrongValues(field: Field): Json[] {
  const values = Object.entries(samples)
    .filter(([type]) => !field.types.some((taken) => taken === type))
    .filter(([type]) => !(open[field.name] ?? []).some((left) => left === type))
    .map(([, value]) => value);
  return field.elements === 'object' ? [...values, ['text'], [12345]] : values;
}

function fieldNames(operation: DocumentedOperation): string[] {
  return fieldsOf(operation).map(({ name }) => name);
}

function fieldOf(operation: DocumentedOperation, name: string): Field {
  const field = fieldsOf(operation).find((one) => one.name === name);
  if (field === undefined) throw new Error(`${operation} has no field ${name}`);
  return field;
}

/** A call of its own whose body can be spoilt. Calls that create something get a reference of their own each time. */
async function callToSpoil(context: CheckContext): Promise<ValidCall> {
  if (context.operation !== 'modifyDunning') return context.arrange.validCall(context.operation);
  return { ...(await context.arrange.validCall('modifyDunning')), body: {} };
}

/** Sends a call with one member spoilt by each value, and expects each to be answered with 400. */
async function expectAllRefused(context: CheckContext, member: string, values: readonly Json[]): Promise<void> {
  const call = await callToSpoil(context);
  const accepted: string[] = [];
  let last = '';
  for (const value of values) {
    const body: JsonObject = { ...call.body, [member]: value };
    const answer = await context.api.call(call, { body, note: `${member}: ${quote(value)}`, memberAtFault: member });
    if (answer.status === 400) continue;
    accepted.push(quote(value));
    last = describe(answer);
  }
  if (accepted.length === 0) return;
  fail(`${member} with the value ${accepted.join(' or ')} is not answered with 400`, 'status 400', last);
}

requirement('validation.wrong-type-refused', { subjects: fieldNames }, async (context) => {
  await expectAllRefused(context, context.subject, wrongValues(fieldOf(context.operation, context.subject)));
});

const badFormats: Readonly<Record<string, readonly string[]>> = {
  startDunningDate: ['soon', '31.12.2025', '2025-1-5'],
  notifyUrl: ['not a URL', 'http//missing-colon'],
};

requirement(
  'validation.bad-format-refused',
  {
    subjects: (operation) =>
      fieldsOf(operation)
        .filter(({ format }) => format !== undefined)
        .map(({ name }) => name),
  },
  async (context) => {
    const values = badFormats[context.subject];
    if (values === undefined) throw new Error(`no bad values are known for ${context.subject}`);
    await expectAllRefused(context, context.subject, values);
  },
);

requirement('validation.impossible-date-refused', (context) =>
  expectAllRefused(context, 'startDunningDate', ['2025-02-30', '2025-13-01']),
);

requirement(
  'validation.unknown-value-refused',
  {
    subjects: (operation) =>
      fieldsOf(operation)
        .filter(({ values }) => values !== undefined)
        .map(({ name }) => name),
  },
  (context) => expectAllRefused(context, context.subject, ['XX', 'unknown']),
);

const itemMembers = ['label', 'quantity', 'unit', 'unitprice', 'detail'];

/** Items of which one lacks a member: how many, and which of them. */
const incompleteItems = [
  { count: 2, place: 0, which: 'first' },
  { count: 2, place: 1, which: 'last' },
  { count: 12, place: 11, which: 'twelfth' },
] as const;

/** Sends items of which one lacks a member, at several places. */
async function expectIncompleteItemRefused(context: CheckContext): Promise<void> {
  const { api, arrange, invent, operation, subject } = context;
  const call = await arrange.validCall(operation);
  for (const { count, place, which } of incompleteItems) {
    const items = await arrange.itemBodies(invent.items(count));
    const incomplete = items.map((item, index) =>
      index === place ? Object.fromEntries(Object.entries(item).filter(([member]) => member !== subject)) : item,
    );
    const what = `a ${which} item without ${subject}`;
    expectStatus(await api.call(call, { body: { ...call.body, items: incomplete }, note: what }), [400], what);
  }
}

requirement('validation.item-without-required-member-refused', { subjects: itemMembers }, expectIncompleteItemRefused);

requirement(
  'validation.updated-item-without-required-member-refused',
  { subjects: itemMembers },
  expectIncompleteItemRefused,
);

const malformed: Readonly<Record<string, string>> = {
  'ends too early': '{"meta":{"note":"x"',
  'no quotes': '{meta: {note: x}}',
  'a trailing comma': '{"meta":{"note":"x"},}',
  'text behind the end': '{"meta":{"note":"x"}} and more',
  'no JSON at all': 'note=x&meta=y',
};

requirement('validation.malformed-json-refused', { subjects: Object.keys(malformed) }, async (context) => {
  const call = await callToSpoil(context);
  const answer = await context.api.call(call, { rawBody: malformed[context.subject] ?? '', note: context.subject });
  expectStatus(answer, [400], `a body that is not JSON (${context.subject})`);
});

requirement(
  'validation.body-not-an-object-refused',
  { subjects: ['array', 'string', 'number', 'boolean'] },
  async (context) => {
    const call = await callToSpoil(context);
    const body = samples[context.subject as keyof typeof samples];
    const answer = await context.api.call(call, { body, note: `a body that is a JSON ${context.subject}` });
    expectStatus(answer, [400], `a body that is ${quote(body)}`);
  },
);

/** The member to spoil, beside others that are right and would show if they were applied. */
const spoilt: Readonly<Partial<Record<DocumentedOperation, readonly string[]>>> = {
  updateInvoice: ['accountingdate', 'items', 'netbased', 'paymentkind', 'reference'],
  modifyDunning: ['dunninglevel', 'startDunningDate'],
  createInvoice: ['addresses', 'items', 'netbased', 'paymentkind'],
  createIdentity: ['addresses', 'emails', 'kind', 'phones'],
  upsertIdentity: ['addresses', 'emails', 'kind', 'phones'],
};

/** Brings an invoice to level 1, so that a level that is set back shows as well. */
async function raiseLevel(context: CheckContext, reference: string): Promise<void> {
  await dunningMustShow(context, reference);
  needSuccess(await changeDunning(context, reference, { dunninglevel: 1 }, 'level 1'), 'level 1');
  const { settled } = await levelShown(context, reference, 1);
  if (!settled) throw new ArrangementFailed('level 1 was accepted and does not show');
}

requirement(
  'validation.refused-call-changes-nothing',
  { subjects: (operation) => spoilt[operation] ?? [] },
  async (context) => {
    const { api, arrange, invent, operation, session, subject } = context;
    const call = await callToSpoil(context);
    if (operation === 'modifyDunning') await raiseLevel(context, call.reference ?? '');
    const effect = await effectOf(call, context);
    const invoiceNow = async () =>
      operation === 'updateInvoice' ? await arrange.shownInvoice(call.reference ?? '') : {};
    const [before, invoiceBefore] = [await effect.look(), await invoiceNow()];
    const [wrong = null] = wrongValues(fieldOf(operation, subject));
    const right: JsonObject =
      operation === 'updateInvoice'
        ? updatableMembers(invent)
        : operation === 'modifyDunning'
          ? { dunninglevel: 2, startDunningDate: await startDate(context) }
          : (call.body ?? {});
    const body = { ...right, [subject]: wrong };
    const answer = await api.call(call, { body, note: `a wrong ${subject} beside right members` });
    if (isSuccess(answer.status))
      throw new ArrangementFailed(`a wrong ${subject} was not refused: ${describe(answer)}`);
    await quiet(session);
    const what = `a call answered with ${answer.status} was carried out in part`;
    await expectNoEffect(effect, before, what);
    const invoiceAfter = await invoiceNow();
    const [taken] = newlyShown(right, invoiceBefore, invoiceAfter);
    if (taken !== undefined) fail(`${what}: ${taken}`, quote(invoiceBefore[taken]), quote(invoiceAfter[taken]));
  },
);

everyAnswer('validation.details-name-the-member', ({ answer, memberAtFault }) => {
  if (answer?.status !== 400 || memberAtFault === undefined || !isObject(answer.json)) return 'not concerned';
  const { details } = answer.json;
  if (!Array.isArray(details)) return 'not concerned';
  const named = details
    .filter(isObject)
    .flatMap(({ fields }) => (Array.isArray(fields) ? fields : []))
    .filter((name): name is string => typeof name === 'string' && name !== '');
  if (named.length === 0) return 'not concerned';
  const wanted = memberAtFault.toLowerCase();
  if (
    named.some((name) =>
      name
        .toLowerCase()
        .split(/[^a-z0-9_]+/)
        .includes(wanted),
    )
  )
    return 'kept';
  return {
    broken: `${memberAtFault} was wrong, and the details name ${named.join(', ')}`,
    expected: catalogue['validation.details-name-the-member'].text,
  };
});

const deep = 2000;

/** Bodies as raw bytes: a client library would mend half of them. */
const hostile: Readonly<Record<string, string | Buffer>> = {
  empty: '',
  null: 'null',
  'deeply nested': `{"meta":${'['.repeat(deep)}${']'.repeat(deep)}}`,
  'very long text': `{"meta":{"note":"${'long '.repeat(20_000)}"}}`,
  'control characters': '{"meta":{"\\u0000":"\\u0000\\u0007\\u001b[31m\\u007f"}}',
  'huge numbers': '{"dunninglevel":1e400,"meta":{"number":123456789012345678901234567890.123456789e308}}',
  'doubled members': '{"meta":{"note":1},"meta":{"note":2},"dunninglevel":1,"dunninglevel":0}',
  'half a character': '{"meta":{"note":"\\ud800"}}',
  'no UTF-8': Buffer.from([0x7b, 0x22, 0x6d, 0x65, 0x74, 0x61, 0x22, 0x3a, 0x22, 0xff, 0xfe, 0xc3, 0x22, 0x7d]),
  'names of prototypes':
    '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"meta":{"__proto__":{}}}',
};

requirement('validation.hostile-body-survived', { subjects: Object.keys(hostile) }, async (context) => {
  const { api, arrange, knowledge, operation, subject } = context;
  const call = await knowledge.once(`a call of ${operation} to provoke`, () => arrange.validCall(operation));
  const answer = await api.call(call, { rawBody: hostile[subject] ?? '', note: `a strange body: ${subject}` });
  if (answer.status === 501) notApplicable('the server says that it does not implement this');
  if (answer.status >= 500) {
    const control = await api.call(call, { note: 'is it the body' });
    if (control.status >= 500) throw new ArrangementFailed(`a plain call fails as well: ${describe(control)}`);
  }
  expectThat(
    answer.status < 500,
    `a strange body (${subject}) is answered with ${answer.status}`,
    'no 5xx status',
    describe(answer),
  );
});
