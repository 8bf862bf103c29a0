/** Open questions of what answers hold. Nothing is judged; the answer is recorded. */
import { type Answer, headerOf, isObject, isSuccess, objectOf } from '../../helpers/http/answer.ts';
import { needSuccess } from '../../helpers/invoices.ts';
import { invoiceToLookAt, mistakenCall, sharedCall } from '../../helpers/observe.ts';
import { identifierOf } from '../../helpers/shown.ts';
import { type CheckContext, notApplicable, requirement } from '../../helpers/spec.ts';

/** The answer to a valid call, which two observations look at. */
function validAnswer({ api, arrange, knowledge, operation }: CheckContext): Promise<Answer> {
  return knowledge.once(`the answer to a valid call of ${operation}`, async () =>
    needSuccess(await api.call(await arrange.validCall(operation)), operation),
  );
}

requirement('open.success-status', async (context) => {
  const { status } = await validAnswer(context);
  context.observe([200, 201, 202, 204].includes(status) ? String(status) : 'other');
});

/** Members that only a whole resource has, besides its reference and id. */
const membersOfResources = ['created', 'items', 'addresses', 'currency', 'kind', 'meta', 'name', 'debtor', 'due'];

function kindOfContent({ content, json }: Answer): string {
  if (content.length === 0) return 'nothing';
  if (!isObject(json)) return 'something else';
  if (Object.keys(json).length === 0) return 'an empty object';
  const whole = membersOfResources.some((member) => json[member] !== undefined);
  if (identifierOf(json) !== undefined && whole) return 'the resource';
  return json.job === undefined ? 'something else' : 'a job';
}

requirement('open.answer-body', async (context) => {
  context.observe(kindOfContent(await validAnswer(context)));
});

requirement('open.upsert-existing-status', async ({ api, arrange, invent, observe }) => {
  const { reference } = await arrange.identity();
  const body = { ...invent.identity(), reference };
  const answer = await api.call({ operation: 'upsertIdentity', reference, body }, { note: 'an upsert that changes' });
  const { status } = needSuccess(answer, 'the upsert');
  observe([200, 201, 202, 204].includes(status) ? String(status) : 'other');
});

requirement('open.details-given', async (context) => {
  const right = await sharedCall(context);
  const { wrong, member } = mistakenCall(context, right);
  const answer = await context.api.call(right, { body: wrong, memberAtFault: member, note: 'a mistake' });
  if (answer.status !== 400) notApplicable(`the mistake is answered with ${answer.status}`);
  const { details } = objectOf(answer);
  const given = Array.isArray(details) ? details.filter(isObject) : [];
  const named = given.some(({ fields }) => Array.isArray(fields) && fields.length > 0);
  context.observe(named ? 'with fields' : given.length > 0 ? 'without fields' : 'none');
});

requirement('open.error-type', async (context) => {
  const right = await sharedCall(context);
  const { wrong, member } = mistakenCall(context, right);
  const answer = await context.api.call(right, { body: wrong, memberAtFault: member, note: 'a mistake' });
  if (answer.status !== 400) notApplicable(`the mistake is answered with ${answer.status}`);
  context.observe(oneOf(objectOf(answer).type, ['ERR_INVALID_VALUE']));
});

/** The value where the vocabulary knows it. */
function oneOf(value: unknown, known: readonly string[]): string {
  if (value === undefined || value === null || value === '') return 'none';
  return typeof value === 'string' && known.includes(value) ? value : 'another';
}

requirement('open.name-of-not-found', async ({ api, arrange, observe }) => {
  const answer = await api.getInvoice(arrange.absentReference(), 'an invoice that does not exist');
  if (isSuccess(answer.status)) notApplicable(`an unknown invoice is answered with ${answer.status}`);
  observe(oneOf(objectOf(answer).name, ['ClientError', 'NotFound']));
});

requirement('open.name-of-unauthorized', async ({ api, arrange, observe }) => {
  const call = { operation: 'getInvoice', reference: arrange.absentReference() } as const;
  const answer = await api.call(call, { credentials: 'none', note: 'no credentials' });
  if (answer.status !== 401) notApplicable(`a call without credentials is answered with ${answer.status}`);
  observe(oneOf(objectOf(answer).name, ['ClientError', 'Unauthorized']));
});

requirement('open.media-type', async (context) => {
  const { reference } = await invoiceToLookAt(context);
  const answer = needSuccess(await context.api.getInvoice(reference, 'how is it announced'), 'the read');
  const announced = headerOf(answer, 'content-type')?.toLowerCase().replaceAll(/\s|"/g, '').replace(';', '; ');
  context.observe(oneOf(announced, ['application/json', 'application/json; charset=utf-8']));
});
