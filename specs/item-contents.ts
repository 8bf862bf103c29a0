/** What an item holds is what was sent, and nothing of the item before it. Sources: invoices-update, orders-getbyreference. */
import { showsWhatWasSent } from '../helpers/compare.ts';
import { expectThat } from '../helpers/expect.ts';
import { isObject, isSuccess } from '../helpers/http/answer.ts';
import { briefItems, expectItems, itemsMustShow, needSuccess } from '../helpers/invoices.ts';
import { settle } from '../helpers/settle.ts';
import { itemsOf } from '../helpers/shown.ts';
import { type CheckContext, notApplicable, requirement } from '../helpers/spec.ts';

const booked = 'account and cost center';

requirement('items.nothing-of-the-old-kept', { subjects: ['by place', 'by label', booked] }, async (context) => {
  const { api, arrange, invent, subject } = context;
  if (subject === booked) return bookedAnew(context);
  const old = invent.items(2);
  const invoice = await arrange.invoice({ items: old });
  await itemsMustShow(context, invoice);
  const successors = old.map(({ label }) => {
    const { description: _description, ...item } = invent.item(subject === 'by label' ? { label } : {});
    return item;
  });
  const items = await arrange.itemBodies(subject === 'by label' ? [...successors].reverse() : successors);
  const answer = await api.updateInvoice(invoice.reference, { items }, { note: 'items without a description' });
  if (!isSuccess(answer.status)) notApplicable(`an item without a description is not accepted: ${answer.status}`);
  await expectItems(context, invoice.reference, items, 'items without a description');
  const shown = itemsOf(await arrange.shownInvoice(invoice.reference)) ?? [];
  const kept = old.filter(({ description }) => JSON.stringify(shown).includes(`"${description}"`));
  expectThat(
    kept.length === 0,
    'a new item shows a member of the old one',
    'no description of the old items',
    briefItems(shown),
  );
});

/** Items that are booked somewhere, and in their place others that say nothing of it: a server may have a default, not the old. */
async function bookedAnew(context: CheckContext): Promise<void> {
  const { api, arrange, invent, session } = context;
  const { reference } = await arrange.invoice({ items: invent.items(2) });
  const place = { account: '47119', costcenter: '80879' };
  const items = (await arrange.itemBodies(invent.items(2))).map((item) => ({ ...item, ...place }));
  const answer = await api.updateInvoice(reference, { items }, { note: 'items with account and cost center' });
  if (!isSuccess(answer.status)) notApplicable(`items with account and cost center are refused: ${answer.status}`);
  const look = async () => itemsOf(await arrange.shownInvoice(reference)) ?? [];
  const isShown = (shown: readonly unknown[]) => shown.some((item) => isObject(item) && holdsOneOf(item, place));
  const { settled } = await settle(session, look, (shown) => isShown(shown) || showsWhatWasSent(items, shown));
  if (!settled || !isShown(await look())) notApplicable('this server does not show account and cost center');
  const successors = await arrange.itemBodies(invent.items(2));
  needSuccess(await api.updateInvoice(reference, { items: successors }, { note: 'items without' }), 'the update');
  await expectItems(context, reference, successors, 'items without account and cost center', 'which');
  const shown = await look();
  const what = 'a new item is booked where the old one was';
  expectThat(!isShown(shown), what, 'no account and cost center of the old items', shown[0]);
}

function holdsOneOf(item: Record<string, unknown>, members: Readonly<Record<string, string>>): boolean {
  return Object.entries(members).some(([member, value]) => item[member] === value);
}

requirement('items.quantities-kept', { subjects: ['2.5', '0.25', '0.125', '1000', '0', '-1'] }, async (context) => {
  const { api, arrange, invent, subject } = context;
  const invoice = await arrange.invoice({ items: invent.items(1) });
  await itemsMustShow(context, invoice);
  const items = await arrange.itemBodies([invent.item({ quantity: Number(subject) })]);
  const answer = await api.updateInvoice(invoice.reference, { items }, { note: `a quantity of ${subject}` });
  if (!isSuccess(answer.status)) notApplicable(`a quantity of ${subject} is not accepted: ${answer.status}`);
  await expectItems(context, invoice.reference, items, `a quantity of ${subject} does not come back`);
});

requirement('items.prices-kept', { subjects: ['19.99', '0.01', '123456.78', '-5.25', '0'] }, async (context) => {
  const { api, arrange, invent, subject } = context;
  const invoice = await arrange.invoice({ items: invent.items(1) });
  await itemsMustShow(context, invoice);
  const items = await arrange.itemBodies([invent.item({ quantity: 1, unitprice: Number(subject) })]);
  const answer = await api.updateInvoice(invoice.reference, { items }, { note: `a price of ${subject}` });
  if (!isSuccess(answer.status)) notApplicable(`a price of ${subject} is not accepted: ${answer.status}`);
  await expectItems(context, invoice.reference, items, `a price of ${subject} does not come back`);
});

/** Texts that are damaged by a wrong encoding, by escaping, or by a store of too few bytes a character. */
const texts: Readonly<Record<string, string>> = {
  'western European': 'Bücher, Crème brûlée & Smørrebrød',
  'Greek and Cyrillic': 'Τιμολόγιο счёт',
  'Chinese and Japanese': '发票 請求書',
  'beyond the basic plane': 'Rechnung 📄 𝒙 👩🏽‍💻',
  quotes: `"double" 'single' \\back / slash`,
  markup: '<b>bold</b> &amp; 100 %',
  'inner spaces and lines': 'two  spaces, a\ttab\nand a line',
  long: 'Wartung und Betreuung der Anlage, '.repeat(7).trim(),
  'very long': 'Wartung und Betreuung der Anlage, '.repeat(90).trim(),
  'a long label': 'Wartung und Betreuung der Anlage, '.repeat(9).trim(),
  'another unit': 'hour',
};

requirement('items.texts-kept', { subjects: Object.keys(texts) }, async (context) => {
  const { api, arrange, invent, subject } = context;
  const text = texts[subject] ?? '';
  const invoice = await arrange.invoice({ items: invent.items(1) });
  await itemsMustShow(context, invoice);
  const inLabel = !['long', 'very long', 'inner spaces and lines'].includes(subject);
  const members =
    subject === 'another unit' ? { unit: text } : { description: text, ...(inLabel ? { label: text } : {}) };
  const items = await arrange.itemBodies([invent.item(members)]);
  const answer = await api.updateInvoice(invoice.reference, { items }, { note: `a text: ${subject}` });
  if (!isSuccess(answer.status)) notApplicable(`such a text is not accepted: ${answer.status}`);
  await expectItems(context, invoice.reference, items, `a text (${subject}) does not come back as it was sent`);
});
