import type { JsonObject } from '../helpers/api.ts';
import type { ArrangedInvoice } from '../helpers/arrange.ts';
import { showsWhatWasSent } from '../helpers/compare.ts';
import { describe, expectThat, fail, quote } from '../helpers/expect.ts';
import { ArrangementFailed } from '../helpers/failures.ts';
import { isObject, isSuccess } from '../helpers/http/answer.ts';
import { type InventedItem, type Inventor, onlyMember, updatableMembers } from '../helpers/invent.ts';
import { briefItems, differingMembers, needSuccess, sentItems } from '../helpers/invoices.ts';
import { quiet, settle } from '../helpers/settle.ts';
import { identifierOf, itemsOf, rowsOf } from '../helpers/shown.ts';
import { type CheckContext, notApplicable, requirement } from '../helpers/spec.ts';

/** Members that an invoice is always created with, and others that are sent one by one: a server may refuse those. */
const createdWith = ['items', 'currency', 'paymentkind', 'issued', 'due', 'meta'];
const unusualItems = 'items with fractions and scripts';
const anotherCurrency = 'currency that is not the usual one';
const createdWithMore = [
  unusualItems,
  anotherCurrency,
  'accountingdate',
  'addresses',
  'detail',
  'netbased',
  'number',
  'orderdate',
  'ordernumber',
];

/** Items that a store of whole numbers or of few characters would damage. */
function unusual(invent: Inventor): InventedItem[] {
  return [
    invent.item({ quantity: 2.5, unitprice: 19.99 }),
    invent.item({ label: 'Bücher & 請求書 📄', description: 'Τιμολόγιο "счёт" <b>' }),
  ];
}

/** A currency that invoices of this target are not usually in; no page says which are taken. */
function otherThan(currency: string): string {
  return currency === 'CHF' ? 'USD' : 'CHF';
}

/** Ends the check where a member never shows, not even after an update that sends it: then nothing is known of it. */
async function hiddenUnlessUpdated({ api, arrange, session, subject }: CheckContext, invoice: ArrangedInvoice) {
  const { reference, sent } = invoice;
  const value = sent[subject] ?? null;
  await api.updateInvoice(reference, { [subject]: value }, { note: `does ${subject} show after an update` });
  await quiet(session);
  const shown = (await arrange.shownInvoice(reference))[subject];
  if (shown === undefined || shown === null) notApplicable(`this server does not show ${subject}`);
  fail(`the invoice was created without the ${subject} that was sent`, quote(value), 'shown only after an update');
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

requirement(
  'create-invoice.answered-means-stored',
  { subjects: [...createdWith, ...createdWithMore] },
  async (context) => {
    const { arrange, invent, session } = context;
    const [subject = ''] = context.subject.split(' ');
    const items = context.subject === unusualItems ? { items: unusual(invent) } : {};
    const currency = otherThan(session.target.fixtures.currency);
    const members =
      context.subject === anotherCurrency
        ? { currency }
        : createdWith.includes(subject)
          ? {}
          : onlyMember(updatableMembers(invent), subject);
    const invoice = await arrange.invoice({ members, ...items }).catch((error: unknown) => {
      if (createdWith.includes(context.subject) || !(error instanceof ArrangementFailed)) throw error;
      return notApplicable(`an invoice with ${context.subject} is not accepted: ${error.message}`);
    });
    const shown = await arrange.shownInvoice(invoice.reference);
    const sent = invoice.sent[subject];
    if (sent === undefined) notApplicable(`this server takes no invoice with ${subject}`);
    if (shown[subject] === undefined || shown[subject] === null) await hiddenUnlessUpdated(context, invoice);
    const { sight } = await settle(
      context.session,
      async () => (await arrange.shownInvoice(invoice.reference))[subject],
      (value) => showsWhatWasSent(sent, value),
    );
    const kept = showsWhatWasSent(sent, sight);
    if (subject === 'items' && Array.isArray(sight) && sight.length === 0) await emptyUnlessUpdated(context, invoice);
    const shownText = subject === 'items' && Array.isArray(sight) ? briefItems(sight) : quote(sight);
    const sentText = subject === 'items' ? briefItems(sentItems(invoice)) : quote(sent);
    expectThat(kept, `the invoice was created with another ${subject} than sent`, sentText, shownText);
  },
);

requirement('create-invoice.belongs-to-its-identity', async (context) => {
  const { api, arrange, session } = context;
  const [mine, other] = [await arrange.identity(), await arrange.identity()];
  const [invoice, foreign] = [
    await arrange.invoice({ identity: mine.reference }),
    await arrange.invoice({ identity: other.reference }),
  ];
  const list = async (reference: string) => {
    const answer = await api.call(
      { operation: 'getIdentityInvoices', reference },
      { note: 'the invoices of an identity' },
    );
    if (needSuccess(answer, 'getIdentityInvoices').json === undefined) {
      throw new ArrangementFailed(`getIdentityInvoices was answered without JSON: ${describe(answer)}`);
    }
    return rowsOf(answer.json).map(identifierOf);
  };
  const { sight } = await settle(
    session,
    () => list(mine.reference),
    (references) => references.includes(invoice.reference),
  );
  if (sight.length > 0 && sight.every((reference) => reference === undefined)) {
    notApplicable('the listed invoices show no reference');
  }
  expectThat(
    sight.includes(invoice.reference),
    'the invoice is not among those of its identity',
    invoice.reference,
    sight.join(', ') || 'none',
  );
  expectThat(
    !sight.includes(foreign.reference),
    "another identity's invoice is among those of this one",
    `not ${foreign.reference}`,
    sight.join(', '),
  );
});

requirement('get-identity-invoices.lists-every-one', async (context) => {
  const { api, arrange, session } = context;
  const identity = (await arrange.identity()).reference;
  const references: string[] = [];
  for (let count = 0; count < 3; count += 1) references.push((await arrange.invoice({ identity })).reference);
  const call = { operation: 'getIdentityInvoices', reference: identity } as const;
  const { sight } = await settle(
    session,
    async () => needSuccess(await api.call(call, { note: 'the invoices of an identity' }), 'getIdentityInvoices').json,
    (json) => !isList(json) || missingFrom(json, references).length === 0,
  );
  if (!isList(sight)) notApplicable('the answer is one invoice, as the published example shows');
  if (rowsOf(sight).some((row) => identifierOf(row) === undefined))
    notApplicable('the listed invoices show no reference');
  const missing = missingFrom(sight, references);
  expectThat(
    missing.length === 0,
    `of the three invoices of an identity ${missing.join(', ')} is not listed`,
    references.join(', '),
    rowsOf(sight).map(identifierOf).join(', ') || 'none',
  );
});

/** An array, or an envelope around one. */
function isList(json: unknown): boolean {
  return Array.isArray(json) || (isObject(json) && Array.isArray(json.rows));
}

function missingFrom(list: unknown, references: readonly string[]): string[] {
  const listed = rowsOf(list).map(identifierOf);
  return references.filter((reference) => !listed.includes(reference));
}

requirement('create-invoice.unknown-identity-leaves-nothing', async ({ api, arrange, session }) => {
  const call = await arrange.validCall('createInvoice');
  const identity = arrange.absentReference();
  const refused = await api.call({ ...call, reference: identity }, { note: 'an identity that does not exist' });
  if (isSuccess(refused.status)) throw new ArrangementFailed(`the creation was not refused: ${describe(refused)}`);
  await quiet(session);
  const reference = String(call.body?.reference);
  const answer = await api.getInvoice(reference, 'is there an invoice all the same');
  expectThat(
    !isSuccess(answer.status),
    `a creation refused with ${refused.status} left an invoice`,
    `no invoice ${reference}`,
    describe(answer),
  );
});

requirement('create-invoice.currency-of-identity', async (context) => {
  const { api, arrange, invent, session } = context;
  const reference = arrange.newReference('identity');
  const other = otherThan(session.target.fixtures.currency);
  const body: JsonObject = { reference, ...invent.identity(), currency: other };
  const made = await api.call(
    { operation: 'createIdentity', body },
    { note: `an identity with the currency ${other}` },
  );
  if (!isSuccess(made.status)) notApplicable(`an identity with the currency ${other} is not accepted: ${made.status}`);
  await arrange.untilReadable({ operation: 'getIdentity', reference });
  if ((await arrange.shownIdentity(reference)).currency !== other)
    notApplicable('identities do not show their currency');
  const { currency: _currency, ...sent } = await arrange.invoiceBody();
  const invoice = arrange.newReference('invoice');
  const call = { operation: 'createInvoice', reference, body: { ...sent, reference: invoice } } as const;
  const created = await api.call(call, { note: 'an invoice without a currency' });
  if (!isSuccess(created.status)) notApplicable(`an invoice without a currency is not accepted: ${created.status}`);
  await arrange.untilReadable({ operation: 'getInvoice', reference: invoice });
  const shown = (await arrange.shownInvoice(invoice)).currency;
  if (shown === undefined || shown === null) notApplicable('this server does not show the currency');
  expectThat(shown === other, 'an invoice without a currency has another than its customer', other, shown);
});

requirement('create-invoice.addresses-copied', async (context) => {
  const { arrange } = context;
  const identity = await arrange.identity();
  const owner = await arrange.shownIdentity(identity.reference);
  const invoice = await arrange.invoice({ identity: identity.reference });
  if (invoice.sent.addresses !== undefined) notApplicable('this server takes no invoice without addresses');
  const shown = await arrange.shownInvoice(invoice.reference);
  const [sent] = Array.isArray(identity.sent.addresses) ? identity.sent.addresses : [];
  if (!Array.isArray(owner.addresses) || owner.addresses.length === 0) notApplicable('identities show no addresses');
  if (!Array.isArray(shown.addresses)) notApplicable('invoices show no addresses');
  const copied = shown.addresses.some((address) => showsWhatWasSent(sent, address));
  expectThat(copied, "the invoice does not bear its identity's address", quote(sent), quote(shown.addresses));
});

requirement('get-invoice.returns-the-one-asked-for', async (context) => {
  const { arrange } = context;
  const invoices = [await arrange.invoice(), await arrange.invoice(), await arrange.invoice()];
  for (const invoice of invoices) {
    const shown = await arrange.shownInvoice(invoice.reference);
    const named = shown.reference;
    expectThat(
      named === undefined || named === null || named === invoice.reference,
      'reading an invoice returned another one',
      invoice.reference,
      named,
    );
    const { sent } = invoice;
    const own = { meta: sent.meta ?? {}, items: sent.items ?? [] };
    const differing = differingMembers(own, shown);
    const another = context.session.created.ownerOf(Object.fromEntries(differing.map((name) => [name, shown[name]])));
    const isOther = another !== undefined && another.reference !== invoice.reference;
    const actual = `the content of ${String(another?.reference)}`;
    expectThat(!isOther, 'reading an invoice returned the content of another', invoice.reference, actual);
  }
});

requirement('get-invoice.shows-items', async (context) => {
  const invoice = await context.arrange.invoice();
  const shown = await context.arrange.shownInvoice(invoice.reference);
  const items = itemsOf(shown);
  expectThat(
    items !== undefined && items.length > 0,
    'an invoice with three items shows none',
    briefItems(sentItems(invoice)),
    briefItems(items),
  );
});
