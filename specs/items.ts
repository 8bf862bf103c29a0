/** Items: an update that sends them replaces them all; one that sends none leaves them. Source: invoices-update. */
import type { JsonObject } from '../helpers/api.ts';
import { sameJson, showsWhatWasSent } from '../helpers/compare.ts';
import { describe, expectThat } from '../helpers/expect.ts';
import { ArrangementFailed } from '../helpers/failures.ts';
import { isObject, isSuccess } from '../helpers/http/answer.ts';
import { type InventedItem, onlyMember, updatableMembers, updatableNames } from '../helpers/invent.ts';
import { briefItems, expectItems, itemsMustShow, type Likeness, needSuccess } from '../helpers/invoices.ts';
import { quiet, settle } from '../helpers/settle.ts';
import { itemsOf } from '../helpers/shown.ts';
import { type CheckContext, notApplicable, requirement } from '../helpers/spec.ts';

/** Creates an invoice with the first items, sends the second, and expects those and no others. */
async function replace(
  context: CheckContext,
  before: readonly InventedItem[],
  after: readonly InventedItem[],
  what: string,
  how: Likeness = 'which',
): Promise<void> {
  const { api, arrange } = context;
  const invoice = await arrange.invoice({ items: before });
  await itemsMustShow(context, invoice);
  const items = await arrange.itemBodies(after);
  const answer = await api.updateInvoice(invoice.reference, { items }, { note: what });
  needSuccess(answer, what);
  await expectItems(context, invoice.reference, items, `${what} did not leave the sent items alone`, how);
}

requirement('items.one-replaces-many', (context) =>
  replace(context, context.invent.items(3), context.invent.items(1), 'sending one item in place of three'),
);

requirement('items.many-replace-one', (context) =>
  replace(context, context.invent.items(1), context.invent.items(5), 'sending five items in place of one'),
);

requirement('items.same-number-replaced', { subjects: ['once', 'three times'] }, async (context) => {
  const { api, arrange, invent, subject } = context;
  const invoice = await arrange.invoice({ items: invent.items(3) });
  await itemsMustShow(context, invoice);
  for (let update = 1; update <= (subject === 'once' ? 1 : 3); update += 1) {
    const items = await arrange.itemBodies(invent.items(3));
    const what = `update ${update}, three items in place of three,`;
    needSuccess(await api.updateInvoice(invoice.reference, { items }, { note: what }), what);
    await expectItems(context, invoice.reference, items, `${what} did not leave the sent items alone`, 'in any order');
  }
});

requirement('items.order-kept', async (context) => {
  const [first, second, third, fourth] = context.invent.items(4);
  if (!first || !second || !third || !fourth) throw new Error('four items were invented');
  const before = [first, second, third, fourth];
  await replace(context, before, [third, first, fourth, second], 'sending the same items in another order', 'whole');
});

requirement('items.duplicates-kept', async (context) => {
  const item = context.invent.item();
  await replace(context, context.invent.items(3), [item, item], 'sending two equal items');
});

requirement('items.identical-update-changes-nothing', async (context) => {
  const { api, arrange, invent } = context;
  const invoice = await arrange.invoice({ items: invent.items(3) });
  const items = await itemsMustShow(context, invoice);
  for (const what of ['sending the items the invoice already has', 'sending them once more']) {
    needSuccess(await api.updateInvoice(invoice.reference, { items: [...items] }, { note: what }), what);
    await quiet(context.session);
    await expectItems(context, invoice.reference, items, `${what} changed them`, 'in any order');
  }
});

requirement('items.long-list-kept', async (context) => {
  const { api, arrange, invent } = context;
  const invoice = await arrange.invoice({ items: invent.items(1) });
  await itemsMustShow(context, invoice);
  const items = await arrange.itemBodies(invent.items(120));
  const answer = await api.updateInvoice(invoice.reference, { items }, { note: 'sending 120 items' });
  if (!isSuccess(answer.status)) notApplicable(`120 items are not accepted: ${answer.status}`);
  await expectItems(context, invoice.reference, items, 'a list of 120 items is not kept whole');
});

requirement('items.same-label-replaced', async (context) => {
  const before = context.invent.items(3);
  const successor = context.invent.item({ label: before[1]?.label ?? '' });
  await replace(context, before, [successor], 'sending one item with the label of an old one');
});

requirement('items.simultaneous-updates-not-mixed', async (context) => {
  const { api, arrange, invent, session } = context;
  const invoice = await arrange.invoice({ items: invent.items(2) });
  await itemsMustShow(context, invoice);
  const lists: JsonObject[][] = [];
  for (const count of [1, 2, 3, 2, 4]) lists.push(await arrange.itemBodies(invent.items(count)));
  const answers = await Promise.all(
    lists.map((items) => api.updateInvoice(invoice.reference, { items }, { note: 'one of five updates at once' })),
  );
  const accepted = lists.filter((_, index) => isSuccess(answers[index]?.status ?? 0));
  if (accepted.length < 2) notApplicable('this server accepts no two updates at once');
  const { sight, settled } = await settle(
    session,
    async () => itemsOf(await arrange.shownInvoice(invoice.reference, 'the items after all')),
    (shown) => accepted.some((items) => showsWhatWasSent(items, shown)),
  );
  expectThat(
    settled,
    'after updates at once the invoice shows the items of none of them',
    accepted.map(briefItems).join(' or '),
    briefItems(sight),
  );
});

/**
 * A valid value of each documented member but items. `netbased` and `currency` keep the value of the invoice, since
 * another one may give a server reason to compute its items anew; no page says whether the reference can be changed.
 */
function otherMember({ invent }: CheckContext, member: string, invoice: JsonObject): JsonObject {
  const currency = typeof invoice.currency === 'string' ? invoice.currency : 'EUR';
  const { reference = '' } = invoice;
  return onlyMember({ ...updatableMembers(invent), currency, netbased: true, reference }, member);
}

const otherMembers = [...updatableNames, 'currency', 'reference', 'no member at all'];

requirement('items.untouched-when-absent', { subjects: otherMembers }, async (context) => {
  const { api, arrange, invent, session, subject } = context;
  // A fraction of a price shows whether the items were computed anew.
  const items = [invent.item({ unitprice: 12.34 }), ...invent.items(2)];
  const invoice = await arrange.invoice({ items });
  const before = await itemsMustShow(context, invoice);
  const body = otherMember(context, subject, invoice.sent);
  const answer = await api.updateInvoice(invoice.reference, body, {
    note: `an update with ${subject} and without items`,
  });
  if (!isSuccess(answer.status)) notApplicable(`an update of ${subject} alone is not accepted: ${answer.status}`);
  await quiet(session);
  await expectItems(
    context,
    invoice.reference,
    before,
    `an update with ${subject} and without items changed the items`,
  );
});

requirement(
  'items.untouched-by-refused-update',
  { subjects: ['a wrong member beside valid items', 'a wrong item behind valid ones', 'malformed JSON'] },
  async (context) => {
    const { api, arrange, invent, session, subject } = context;
    const invoice = await arrange.invoice();
    const before = await itemsMustShow(context, invoice);
    const items = await arrange.itemBodies(invent.items(2));
    const departures = {
      'a wrong member beside valid items': { body: { items, netbased: 'neither' } },
      'a wrong item behind valid ones': { body: { items: [...items, 'no item'] } },
      'malformed JSON': { rawBody: `{"items":${JSON.stringify(items)},"meta":{` },
    };
    const departure = departures[subject as keyof typeof departures];
    const answer = await api.updateInvoice(invoice.reference, {}, { ...departure, note: subject });
    if (isSuccess(answer.status)) throw new ArrangementFailed(`the update was not refused: ${describe(answer)}`);
    await quiet(session);
    const shown = itemsOf(await arrange.shownInvoice(invoice.reference));
    expectThat(
      showsWhatWasSent(before, shown),
      `an update refused with ${answer.status} changed the items`,
      briefItems(before),
      briefItems(shown),
    );
  },
);

requirement('items.of-other-invoices-untouched', async (context) => {
  const { api, arrange, invent, session } = context;
  const [older, updated, newer] = [await arrange.invoice(), await arrange.invoice(), await arrange.invoice()];
  const others = [older, newer];
  for (const other of others) await itemsMustShow(context, other);
  const items = await arrange.itemBodies(invent.items(2));
  needSuccess(
    await api.updateInvoice(updated.reference, { items }, { note: 'replacing the items of one' }),
    'the update',
  );
  await quiet(session);
  for (const other of others) {
    const sent = other.sent.items;
    const shown = itemsOf(await arrange.shownInvoice(other.reference, 'another invoice of the same identity'));
    const kept = showsWhatWasSent(sent, shown) && !sameJson(shown, items);
    const before = Array.isArray(sent) ? sent.filter(isObject) : [];
    expectThat(
      kept,
      'replacing the items of one invoice changed those of another',
      briefItems(before),
      briefItems(shown),
    );
  }
});
