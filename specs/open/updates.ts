/** Open questions of what an update does. Nothing is judged; the answer is recorded. */
import type { Json, JsonObject } from '../../helpers/api.ts';
import { showsWhatWasSent } from '../../helpers/compare.ts';
import { isSuccess } from '../../helpers/http/answer.ts';
import { needSuccess, shownMembers } from '../../helpers/invoices.ts';
import {
  markedUpdate,
  memberAfter,
  observeAccepted,
  observeRefusal,
  refusedWith,
  whenShown,
} from '../../helpers/observe.ts';
import { settle } from '../../helpers/settle.ts';
import { itemsOf } from '../../helpers/shown.ts';
import { type CheckContext, requirement } from '../../helpers/spec.ts';

/** Sends something in the place of the items of an invoice that shows some. */
async function observeItems(context: CheckContext, items: Json, note: string): Promise<void> {
  const { arrange, observe } = context;
  const { reference } = await arrange.invoice();
  const before = itemsOf(await arrange.shownInvoice(reference, 'the items before')) ?? [];
  const { answer, shown } = await markedUpdate(context, reference, { items }, note);
  if (!isSuccess(answer.status)) return observe('refused');
  if (before.length === 0) return observe('not shown');
  observe((itemsOf(shown) ?? []).length === 0 ? 'cleared' : 'unchanged');
}

requirement('open.items-empty', (context) => observeItems(context, [], 'an empty list of items'));
requirement('open.items-null', (context) => observeItems(context, null, 'null for the items'));

/** What became of the members that were shown before and are not sent. */
function fateOfMembers(before: JsonObject, after: Record<string, unknown>): string {
  const fates = Object.entries(before).map(([member, value]) => memberAfter(value, after[member]));
  if (fates.length === 0) return 'not shown';
  if (fates.includes('cleared')) return 'reset';
  return fates.includes('another value') ? 'changed' : 'kept';
}

requirement('open.omitted-members', async (context) => {
  const { arrange, observe, operation } = context;
  if (operation === 'upsertIdentity') return observe(await omittedByUpsert(context));
  const { reference, sent } = await arrange.invoice();
  const { meta: _meta, items: _items, reference: _reference, ...others } = sent;
  const before = shownMembers(others, await arrange.shownInvoice(reference, 'the invoice before'));
  const { answer, shown } = await markedUpdate(context, reference, {}, 'an update of meta alone');
  needSuccess(answer, 'the update');
  observe(fateOfMembers(before, shown));
});

async function omittedByUpsert(context: CheckContext): Promise<string> {
  const { api, arrange, invent } = context;
  const { reference, sent } = await arrange.identity();
  const { reference: _reference, name: _name, ...others } = sent;
  const before = shownMembers(others, await arrange.shownIdentity(reference, 'the identity before'));
  const name = { firstname: invent.word(), lastname: invent.word() };
  const call = { operation: 'upsertIdentity', reference, body: { reference, name } } as const;
  needSuccess(await api.call(call, { note: 'an upsert of the name alone' }), 'the upsert');
  const shown = await whenShown(
    context,
    () => arrange.shownIdentity(reference),
    (sight) => sight.name === undefined || showsWhatWasSent(name, sight.name),
  );
  return fateOfMembers(before, shown);
}

requirement('open.null-member', async (context) => {
  const { arrange, observe } = context;
  const { reference } = await arrange.invoice();
  const { due } = await arrange.shownInvoice(reference, 'the due date before');
  const { answer, shown } = await markedUpdate(context, reference, { due: null }, 'null for the due date');
  if (!isSuccess(answer.status)) return observe('refused');
  observe(due === undefined || due === null ? 'not shown' : memberAfter(due, shown.due));
});

/** Updates an object in two steps with different members, and records whether the first is still there. */
async function observeMerge(
  context: CheckContext,
  member: 'meta' | 'detail',
  first: JsonObject,
  second: JsonObject,
): Promise<void> {
  const { api, arrange, observe } = context;
  const { reference } = await arrange.invoice({ members: { [member]: first } });
  const before = await arrange.shownInvoice(reference, `${member} before`);
  const due = await arrange.date(17);
  const answer = await api.updateInvoice(reference, { [member]: second, due }, { note: `another member of ${member}` });
  needSuccess(answer, 'the update');
  if (!showsWhatWasSent(first, before[member])) return observe('not shown');
  const { [member]: shown } = await whenShown(
    context,
    () => arrange.shownInvoice(reference),
    (sight) => showsWhatWasSent(second, sight[member]) || showsWhatWasSent(due, sight.due),
  );
  if (!showsWhatWasSent(second, shown)) return observe('unchanged');
  observe(showsWhatWasSent(first, shown) ? 'merged' : 'replaced');
}

requirement('open.meta-merged', (context) =>
  observeMerge(context, 'meta', { first: context.invent.word() }, { second: context.invent.word() }),
);

requirement('open.detail-merged', (context) =>
  observeMerge(context, 'detail', { introText: [context.invent.word()] }, { footerText: [context.invent.word()] }),
);

requirement('open.state-member', async (context) => {
  const { reference } = await context.arrange.invoice();
  await observeAccepted(context, { operation: 'updateInvoice', reference, body: { state: 'canceled' } });
});

/** An invoice for updates of single members that do not bear on each other. */
function invoiceToUpdate({ arrange, knowledge }: CheckContext) {
  return knowledge.once('an invoice to update', () => arrange.invoice());
}

requirement('open.date-notation', async (context) => {
  const { reference } = await invoiceToUpdate(context);
  await observeAccepted(context, { operation: 'updateInvoice', reference, body: { due: 'next week' } });
});

requirement('open.due-before-issued', async (context) => {
  const { invent } = context;
  const { reference } = await invoiceToUpdate(context);
  const body = { issued: invent.date(-20), due: invent.date(-30) };
  await observeAccepted(context, { operation: 'updateInvoice', reference, body });
});

requirement('open.update-unknown-invoice', async (context) => {
  const { api, arrange, invent, observe } = context;
  const reference = arrange.newReference('invoice');
  const answer = await api.updateInvoice(reference, { meta: { note: invent.word() } }, { note: 'no such invoice' });
  if (answer.status === 404) return observe('404');
  if (!isSuccess(answer.status)) return observe('refused otherwise');
  const { settled } = await settle(
    context.session,
    () => api.getInvoice(reference, 'was it created'),
    ({ status }) => isSuccess(status),
  );
  observe(settled ? 'created' : 'accepted and not created');
});

/** Payment kinds that one page takes and another does not. */
const disputed = ['CD', 'IN', 'OT'];

requirement('open.payment-kinds', async (context) => {
  const { api, observe } = context;
  const { reference } = await invoiceToUpdate(context);
  const accepted: string[] = [];
  for (const paymentkind of disputed) {
    const answer = await api.updateInvoice(reference, { paymentkind }, { note: `payment kind ${paymentkind}` });
    if (isSuccess(answer.status)) accepted.push(paymentkind);
  }
  observe(accepted.join(' ') || 'none');
});

requirement('open.reference-changed', async (context) => {
  const { api, arrange, observe } = context;
  const [{ reference }, other] = [await arrange.invoice(), arrange.newReference('invoice')];
  const mark = { meta: { mark: context.invent.word() } };
  const answer = await api.updateInvoice(reference, { reference: other, ...mark }, { note: 'another reference' });
  if (!isSuccess(answer.status)) return observe('refused');
  const renamed = await whenShown(
    context,
    async () => {
      if (isSuccess((await api.getInvoice(other, 'by the new reference')).status)) return true;
      const { json } = await api.getInvoice(reference, 'by the old reference');
      // It may have been renamed between the two reads, so that only a sight of the mark says that it was not.
      return showsWhatWasSent(mark, json) ? false : undefined;
    },
    (sight) => sight !== undefined,
  );
  observe(renamed === true ? 'renamed' : 'unchanged');
});

requirement('open.reference-taken', async (context) => {
  const { api, arrange, observe } = context;
  const [changed, other] = [await arrange.invoice(), await arrange.invoice()];
  const { answer } = await takeReference(context, changed.reference, other.reference);
  if (!isSuccess(answer.status)) return observe(refusedWith(answer.status, [400, 409]));
  const shown = await api.getInvoice(other.reference, 'the invoice that bore it before');
  observe(showsWhatWasSent({ items: other.sent.items }, shown.json) ? 'ignored' : 'overwritten');
});

/** Gives an invoice the reference of another, and waits until either of them shows that. */
async function takeReference({ api, session, invent }: CheckContext, changed: string, other: string) {
  const mark = { meta: { mark: invent.word() } };
  const answer = await api.updateInvoice(changed, { reference: other, ...mark }, { note: "another's reference" });
  if (!isSuccess(answer.status)) return { answer };
  const shows = async (reference: string) =>
    showsWhatWasSent(mark, (await api.getInvoice(reference, 'does it show')).json);
  await settle(
    session,
    async () => (await shows(changed)) || (await shows(other)),
    (shown) => shown,
  );
  return { answer };
}

requirement('open.duplicate-number', async (context) => {
  const { api, arrange } = context;
  const [one, other] = [await arrange.invoice(), await arrange.invoice()];
  const number = `N${one.reference}`;
  const { answer: first } = await markedUpdate(context, one.reference, { number }, 'a number of its own');
  needSuccess(first, 'an update of the number');
  const answer = await api.updateInvoice(other.reference, { number }, { note: 'the same number for another' });
  observeRefusal(context, answer, [400, 409]);
});

requirement('open.currency-changed', async (context) => {
  const { arrange, observe, session } = context;
  const { reference } = await arrange.invoice();
  const { currency: before } = await arrange.shownInvoice(reference, 'the currency before');
  const currency = session.target.fixtures.currency === 'USD' ? 'EUR' : 'USD';
  const { answer, shown } = await markedUpdate(context, reference, { currency }, 'another currency');
  if (!isSuccess(answer.status)) return observe('refused');
  if (before === undefined || before === null) return observe('not shown');
  observe(showsWhatWasSent(before, shown.currency) ? 'unchanged' : 'changed');
});

requirement('open.total-recomputed', async (context) => {
  const { arrange, invent, observe } = context;
  const { reference } = await arrange.invoice({ items: [invent.item({ quantity: 2, unitprice: 100.25 })] });
  const { total } = await arrange.shownInvoice(reference, 'the total before');
  const items = await arrange.itemBodies([invent.item({ quantity: 7, unitprice: 200.75 })]);
  const { answer, shown } = await markedUpdate(context, reference, { items }, 'other items');
  needSuccess(answer, 'the update');
  if (total === undefined || total === null) return observe('not shown');
  observe(showsWhatWasSent(total, shown.total) ? 'unchanged' : 'recomputed');
});
