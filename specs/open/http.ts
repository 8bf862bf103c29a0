/** Open questions of HTTP. Nothing is judged; the answer is recorded. */

import { type Departure, pathOf } from '../../helpers/api.ts';
import { showsWhatWasSent } from '../../helpers/compare.ts';
import { type Answer, headerOf, isObject, isSuccess } from '../../helpers/http/answer.ts';
import { invoiceToLookAt, refusedWith, showsLevel, soon } from '../../helpers/observe.ts';
import { type CheckContext, requirement } from '../../helpers/spec.ts';

/** Reads the invoice that is only looked at, in a way that no page speaks of. */
async function read(context: CheckContext, departure: Departure): Promise<Answer> {
  const { reference } = await invoiceToLookAt(context);
  return context.api.call({ operation: 'getInvoice', reference }, { ...departure, unjudged: true });
}

/** The status where the vocabulary knows it. */
function observeStatus({ observe }: CheckContext, { status }: Answer, known: readonly number[]): void {
  observe(known.includes(status) ? String(status) : 'other');
}

requirement('open.head', async (context) => {
  observeStatus(context, await read(context, { method: 'HEAD', note: 'HEAD' }), [200, 404, 405]);
});

requirement('open.options', async (context) => {
  observeStatus(context, await read(context, { method: 'OPTIONS', note: 'OPTIONS' }), [200, 204, 401, 404, 405]);
});

requirement('open.accept-xml', async (context) => {
  const answer = await read(context, { headers: [['Accept', 'application/xml']], note: 'XML alone is accepted' });
  if (answer.status === 406) return context.observe('406');
  context.observe(isSuccess(answer.status) && isObject(answer.json) ? 'JSON' : 'other');
});

requirement('open.trailing-slash', async (context) => {
  const { reference } = await invoiceToLookAt(context);
  const path = `${pathOf({ operation: 'getInvoice', reference })}/`;
  const { status } = await read(context, { path, note: 'a slash at the end' });
  context.observe(isSuccess(status) ? 'accepted' : status >= 300 && status <= 399 ? 'redirected' : 'refused');
});

requirement('open.rate-limit-announced', async (context) => {
  const { reference } = await invoiceToLookAt(context);
  const { headers } = await context.api.getInvoice(reference, 'is a rate limit announced');
  context.observe(headers.some(([name]) => /rate-?limit/i.test(name)) ? 'announced' : 'not announced');
});

requirement('open.entity-tag', async (context) => {
  const { reference } = await invoiceToLookAt(context);
  const answer = await context.api.getInvoice(reference, 'is there an entity tag');
  context.observe(headerOf(answer, 'etag') === undefined ? 'not sent' : 'sent');
});

requirement('open.text-content', async (context) => {
  const { api, arrange, observe, operation } = context;
  const call = await arrange.validCall(operation);
  const reference = call.reference ?? '';
  const answer = await api.call(call, { contentType: 'text/plain;charset=UTF-8', note: 'JSON announced as text' });
  if (!isSuccess(answer.status)) return observe(refusedWith(answer.status, [400, 415]));
  if (operation === 'modifyDunning') {
    const applied = await showsLevel(context, reference, Number(call.body?.dunninglevel));
    return observe(applied === false ? 'accepted without effect' : 'accepted');
  }
  const { meta } = await soon(
    context,
    () => arrange.shownInvoice(reference),
    (shown) => showsWhatWasSent(call.body, shown),
  );
  const hidden = meta === undefined || meta === null;
  observe(hidden || showsWhatWasSent(call.body, { meta }) ? 'accepted' : 'accepted without effect');
});
