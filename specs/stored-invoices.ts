/** What an accepted creation sent is stored. Source: identities-createinvoice. */
import type { JsonObject } from '../helpers/api.ts';
import type { ArrangedInvoice } from '../helpers/arrange.ts';
import { holdsExactly, showsWhatWasSent } from '../helpers/compare.ts';
import { describe, expectThat, fail, quote } from '../helpers/expect.ts';
import { ArrangementFailed } from '../helpers/failures.ts';
import { isObject, isSuccess } from '../helpers/http/answer.ts';
import { anotherCurrency, type InventedItem, type Inventor, onlyMember, updatableMembers } from '../helpers/invent.ts';
import { briefItems, sentItems } from '../helpers/invoices.ts';
import { quiet, settle } from '../helpers/settle.ts';
import { itemsOf } from '../helpers/shown.ts';
import { type CheckContext, notApplicable, requirement } from '../helpers/spec.ts';

/** Members that an invoice is always created with: each server has to take them. */
const createdWith = ['items', 'currency', 'paymentkind', 'issued', 'due', 'meta'];
const alone = ['accountingdate', 'addresses', 'detail', 'netbased', 'number', 'orderdate', 'ordernumber'];

/** What else an invoice is created with: one member with a value that some store would damage. */
interface Unusual {
  readonly member: string;
  readonly items?: InventedItem[];
  readonly members?: JsonObject;
}

/** A server may refuse each of these; what it accepts it has to store. */
const unusual: Readonly<Record<string, (invent: Inventor, usualCurrency: string) => Unusual>> = {
  ...Object.fromEntries(
    alone.map((member) => [
      member,
      (invent: Inventor) => ({ member, members: onlyMember(updatableMembers(invent), member) }),
    ]),
  ),
  'items with fractions and scripts': (invent) => ({
    member: 'items',
    items: [
      invent.item({ quantity: 2.5, unitprice: 19.99 }),
      invent.item({ label: 'Bücher & 請求書 📄', description: 'Τιμολόγιο "счёт" <b>' }),
    ],
  }),
  'items that are alike': (invent) => {
    const item = invent.item();
    return { member: 'items', items: [item, invent.item(), item] };
  },
  'items in other units': (invent) => ({
    member: 'items',
    items: [invent.item({ unit: 'hour' }), invent.item({ unit: 'kilogram' }), invent.item()],
  }),
  'items in great number': (invent) => ({ member: 'items', items: invent.items(30) }),
  'items with long texts': (invent) => ({
    member: 'items',
    items: [invent.item({ label: `long ${'label '.repeat(20)}end`, description: `long ${'text '.repeat(60)}end` })],
  }),
  'items with a price below zero': (invent) => ({
    member: 'items',
    items: [invent.item({ unitprice: 250 }), invent.item({ unitprice: -40 })],
  }),
  ...Object.fromEntries(
    ['PP', 'CC', 'DD'].map((paymentkind) => [
      `payment kind ${paymentkind}`,
      () => ({ member: 'paymentkind', members: { paymentkind } }),
    ]),
  ),
  'meta of several types': (invent) => ({ member: 'meta', members: onlyMember(updatableMembers(invent), 'meta') }),
  'currency that is not the usual one': (_invent, usual) => ({
    member: 'currency',
    members: { currency: anotherCurrency(usual) },
  }),
};

/** Ends the check where a member never shows, not even after an update that sends it: then nothing is known of it. */
async function hiddenUnlessUpdated({ api, arrange, session }: CheckContext, member: string, invoice: ArrangedInvoice) {
  const { reference, sent } = invoice;
  const value = sent[member] ?? null;
  await api.updateInvoice(reference, { [member]: value }, { note: `does ${member} show after an update` });
  await quiet(session);
  const shown = (await arrange.shownInvoice(reference))[member];
  if (shown === undefined || shown === null) notApplicable(`this server does not show ${member}`);
  fail(`the invoice was created without the ${member} that was sent`, quote(value), 'shown only after an update');
}

/** Ends the check where items never show, not even after an update: then it is the reading that leaves them out. */
async function emptyUnlessUpdated(
  { api, arrange, invent }: CheckContext,
  { reference }: ArrangedInvoice,
): Promise<void> {
  const items = await arrange.itemBodies(invent.items(1));
  await api.updateInvoice(reference, { items }, { note: 'do items show after an update' });
  const shown = itemsOf(await arrange.shownInvoice(reference));
  if (shown === undefined || shown.length === 0) notApplicable('this server shows no items, not even after an update');
}

/** Meta is the merchant's own, and no notation of it is another's; amounts and dates are shown in many. */
function isStored(member: string, sent: unknown, shown: unknown): boolean {
  return member === 'meta' ? holdsExactly(sent, shown) : showsWhatWasSent(sent, shown);
}

requirement(
  'create-invoice.answered-means-stored',
  { subjects: [...createdWith, ...Object.keys(unusual)] },
  async (context) => {
    const { arrange, invent, session, subject } = context;
    const {
      member,
      items,
      members = {},
    } = unusual[subject]?.(invent, session.target.fixtures.currency) ?? {
      member: subject,
    };
    const invoice = await arrange
      .invoice({ members, ...(items === undefined ? {} : { items }) })
      .catch((error: unknown) => {
        if (createdWith.includes(subject) || !(error instanceof ArrangementFailed)) throw error;
        return notApplicable(`an invoice with ${subject} is not accepted: ${error.message}`);
      });
    const shown = await arrange.shownInvoice(invoice.reference);
    const sent = invoice.sent[member];
    if (sent === undefined) notApplicable(`this server takes no invoice with ${member}`);
    if (shown[member] === undefined || shown[member] === null) await hiddenUnlessUpdated(context, member, invoice);
    const { sight } = await settle(
      context.session,
      async () => (await arrange.shownInvoice(invoice.reference))[member],
      (value) => isStored(member, sent, value),
    );
    if (member === 'items' && Array.isArray(sight) && sight.length === 0) await emptyUnlessUpdated(context, invoice);
    const shownText = member === 'items' && Array.isArray(sight) ? briefItems(sight) : quote(sight);
    const sentText = member === 'items' ? briefItems(sentItems(invoice)) : quote(sent);
    const kept = isStored(member, sent, sight);
    expectThat(kept, `the invoice was created with another ${member} than sent`, sentText, shownText);
  },
);

/** Members that an invoice may be created without, and that a server might take from the one created before it. */
const borrowed = ['meta', 'detail'];

requirement('create-invoice.takes-nothing-from-others', { subjects: borrowed }, async (context) => {
  const { api, arrange, invent, session, subject } = context;
  const identity = (await arrange.ownIdentity()).reference;
  // Other checks create invoices meanwhile, so the one before may be another's.
  for (let round = 0; round < 4; round += 1) {
    const value: JsonObject = subject === 'meta' ? { note: invent.word() } : { introText: [invent.word()] };
    const plain = await arrange.invoiceBody();
    const create = (body: JsonObject, note: string) =>
      api.call({ operation: 'createInvoice', reference: identity, body }, { note });
    const given = { ...plain, reference: arrange.newReference('invoice'), [subject]: value };
    const { [subject]: _absent, ...others } = plain;
    const without: JsonObject = { ...others, reference: arrange.newReference('invoice') };
    const [first, second] = [await create(given, `with ${subject}`), await create(without, `without ${subject}`)];
    for (const answer of [first, second]) {
      if (!isSuccess(answer.status)) notApplicable(`such an invoice is not accepted: ${describe(answer)}`);
    }
    const reference = String(without.reference);
    await arrange.untilReadable({ operation: 'getInvoice', reference });
    const shown = (await arrange.shownInvoice(reference))[subject];
    const isAnothers =
      isObject(shown) &&
      Object.keys(shown).length > 0 &&
      (showsWhatWasSent(value, shown) ||
        (subject === 'meta' && session.created.ownerOf({ meta: shown }) !== undefined));
    expectThat(!isAnothers, `an invoice created without ${subject} bears another's`, `no ${subject}`, shown);
  }
});
