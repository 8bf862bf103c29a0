/** Open questions of references, lists and notations. Nothing is judged; the answer is recorded. */
import type { ValidCall } from '../../helpers/api.ts';
import { type Answer, isObject, isSuccess, objectOf } from '../../helpers/http/answer.ts';
import { needSuccess } from '../../helpers/invoices.ts';
import { invoiceToLookAt, observeAccepted, soon } from '../../helpers/observe.ts';
import { identifierOf, itemsOf, rowsOf } from '../../helpers/shown.ts';
import { type CheckContext, notApplicable, requirement } from '../../helpers/spec.ts';

/** The invoice that is only looked at, as it is shown. */
async function shown(context: CheckContext, note: string): Promise<Record<string, unknown>> {
  const { reference } = await invoiceToLookAt(context);
  return context.arrange.shownInvoice(reference, note);
}

const notations: readonly (readonly [string, RegExp])[] = [
  ['2020-01-01T00:00:00.000Z', /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/],
  ['2020-01-01T00:00:00Z', /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/],
  ['2020-01-01', /^\d{4}-\d{2}-\d{2}$/],
  ['2020-01-01 00:00:00', /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/],
];

requirement('open.date-shown-as', async (context) => {
  const { due } = await shown(context, 'how a due date is written');
  if (due === undefined || due === null) return context.observe('not shown');
  context.observe(notations.find(([, form]) => typeof due === 'string' && form.test(due))?.[0] ?? 'other');
});

requirement('open.amounts-shown-as', async (context) => {
  const items = itemsOf(await shown(context, 'how amounts are written')) ?? [];
  const amounts = items.filter(isObject).flatMap(({ quantity, unitprice }) => [quantity, unitprice]);
  const types = new Set(amounts.filter((amount) => amount !== undefined && amount !== null).map((one) => typeof one));
  if (types.size === 0) return context.observe('not shown');
  context.observe(types.size > 1 ? 'mixed' : types.has('number') ? 'numbers' : types.has('string') ? 'texts' : 'mixed');
});

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

requirement('open.id-form', async (context) => {
  const { id } = await shown(context, 'the form of its id');
  if (id === undefined || id === null || id === '') return context.observe('not shown');
  context.observe(uuid.test(String(id)) ? 'UUID' : /^\d+$/.test(String(id)) ? 'digits' : 'another');
});

requirement('open.id-in-path', async (context) => {
  const { id, reference } = await shown(context, 'its id');
  const usable = (typeof id === 'string' && id !== '') || typeof id === 'number';
  if (!usable || String(id) === reference) return context.observe('no id shown');
  const answer = await context.api.getInvoice(String(id), 'the id in the place of the reference');
  context.observe(isSuccess(answer.status) ? 'accepted' : 'refused');
});

requirement('open.reference-case', async (context) => {
  const { reference } = await invoiceToLookAt(context);
  const answer = await context.api.getInvoice(reference.toUpperCase(), 'the reference in upper case');
  context.observe(isSuccess(answer.status) ? 'same' : 'unknown');
});

requirement('open.plural-form', async (context) => {
  const { api, arrange, observe } = context;
  const { identity } = await arrange.invoice();
  const answer = await soon(
    context,
    () => api.call({ operation: 'getIdentityInvoices', reference: identity }),
    ({ json }) => rowsOf(json).length > 0,
  );
  observe(isSuccess(answer.status) ? formOf(answer) : 'not offered');
});

function formOf({ json }: Answer): string {
  if (Array.isArray(json)) return 'array';
  const wrapped = isObject(json) && identifierOf(json) === undefined && Object.values(json).some(Array.isArray);
  return wrapped ? 'envelope' : 'object';
}

function list(query: Readonly<Record<string, string>>): ValidCall {
  return { operation: 'listIdentities', query };
}

/** A page of identities that has to be there. */
async function page({ api }: CheckContext, query: Readonly<Record<string, string>>, note: string): Promise<Answer> {
  return needSuccess(await api.call(list(query), { note }), 'the list');
}

const sizes = [1, 10, 20, 25, 50, 100];

requirement('open.page-size-default', async (context) => {
  await context.arrange.identity();
  await context.arrange.identity();
  const answer = await page(context, {}, 'no page size');
  const announced = Number(objectOf(answer).pageSize);
  const size = Number.isInteger(announced) && announced > 0 ? announced : await fullPage(context, answer);
  const limit = sizes.find((one) => size <= one);
  context.observe(limit === undefined ? 'more' : limit === 1 ? '1' : `up to ${limit}`);
});

/** How many rows a page has that is known to be full: a larger one holds more, and the same one still as many. */
async function fullPage(context: CheckContext, answer: Answer): Promise<number> {
  const rows = rowsOf(answer.json).length;
  const larger = await page(context, { page: '1', pageSize: String(rows + 1) }, 'one row more');
  const again = await page(context, {}, 'no page size again');
  if (rowsOf(larger.json).length > rows && rowsOf(again.json).length === rows) return rows;
  return notApplicable('there are no more identities than one page takes');
}

requirement('open.page-number-wrong', (context) => observeAccepted(context, list({ page: 'first', pageSize: '2' })));
requirement('open.page-zero', (context) => observeAccepted(context, list({ page: '0', pageSize: '2' })));

requirement('open.page-past-the-end', async ({ api, observe }) => {
  const answer = await api.call(list({ page: '1000000', pageSize: '100' }), { note: 'a page behind the last' });
  if (!isSuccess(answer.status)) return observe('refused');
  observe(rowsOf(objectOf(answer).rows ?? answer.json).length === 0 ? 'an empty page' : 'rows');
});

requirement('open.list-total', async (context) => {
  const {
    page: _page,
    pageSize: _size,
    query: _query,
    rows: _rows,
    ...others
  } = objectOf(await page(context, { page: '1', pageSize: '1' }, 'what stands beside the rows'));
  const counts = Object.entries(others).filter(
    ([name, value]) => /total|count|rows|results/i.test(name) && Number.isInteger(Number(value)),
  );
  context.observe(counts.length > 0 ? 'shown' : 'not shown');
});

/** A filter that nothing passes: created in the far future. */
const never = '2999-01-01 00:00:00';

requirement('open.list-filter', async (context) => {
  await context.arrange.identity();
  const forms = {
    brackets: { 'query[created][$gt]': never },
    JSON: { query: JSON.stringify({ created: { $gt: never } }) },
  };
  const honoured: string[] = [];
  for (const [form, query] of Object.entries(forms)) {
    const call = list({ page: '1', pageSize: '1', ...query });
    const answer = await context.api.call(call, { note: `a filter in the form of ${form}` });
    if (isSuccess(answer.status) && rowsOf(objectOf(answer).rows ?? answer.json).length === 0) honoured.push(form);
  }
  context.observe(honoured.join(' and ') || 'neither');
});

requirement('open.documents-limit-wrong', async (context) => {
  const { reference } = await context.arrange.committedInvoice();
  const call = { operation: 'getInvoiceDocuments', reference, query: { limit: 'all' } } as const;
  await observeAccepted(context, call, { note: 'a limit that is no number' });
});
