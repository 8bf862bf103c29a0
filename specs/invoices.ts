import type { JsonObject } from '../helpers/api.ts';
import { showsWhatWasSent } from '../helpers/compare.ts';
import { describe, expectThat, fail, quote } from '../helpers/expect.ts';
import { ArrangementFailed } from '../helpers/failures.ts';
import { isObject, isSuccess } from '../helpers/http/answer.ts';
import { anotherCurrency, onlyMember, updatableMembers } from '../helpers/invent.ts';
import { briefItems, differingMembers, needSuccess, sentItems } from '../helpers/invoices.ts';
import { quiet, settle } from '../helpers/settle.ts';
import { identifierOf, itemsOf, rowsOf } from '../helpers/shown.ts';
import { type CheckContext, notApplicable, requirement } from '../helpers/spec.ts';

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
  const times = sight.filter((reference) => reference === invoice.reference).length;
  expectThat(times === 1, `the invoice is listed ${times} times`, 'the invoice once', sight.join(', '));
});

requirement('get-identity-invoices.lists-every-one', async (context) => {
  const { api, arrange, session } = context;
  const identity = (await arrange.identity()).reference;
  const references: string[] = [];
  // More than a page of ten, which a server might take for all.
  for (let count = 0; count < 12; count += 1) references.push((await arrange.invoice({ identity })).reference);
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
  if (missing.length > 0 && !Array.isArray(sight) && missing.length < references.length)
    notApplicable('the answer is an envelope, which may hold one page of several');
  expectThat(
    missing.length === 0,
    `of the twelve invoices of an identity ${missing.join(', ')} is not listed`,
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
  const other = anotherCurrency(session.target.fixtures.currency);
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
  if (!Array.isArray(shown.addresses)) {
    if (!(await showsSentAddresses(context, identity.reference))) notApplicable('invoices show no addresses');
    fail('an invoice created without addresses has none', quote(sent), quote(shown.addresses));
  }
  const copied = shown.addresses.some((address) => showsWhatWasSent(sent, address));
  expectThat(copied, "the invoice does not bear its identity's address", quote(sent), quote(shown.addresses));
});

/** Whether an invoice shows addresses that were sent with it. */
async function showsSentAddresses({ arrange, invent }: CheckContext, identity: string): Promise<boolean> {
  try {
    const members = onlyMember(updatableMembers(invent), 'addresses');
    const { reference } = await arrange.invoice({ identity, members });
    const { addresses } = await arrange.shownInvoice(reference, 'does it show addresses that were sent');
    return Array.isArray(addresses) && addresses.length > 0;
  } catch (error) {
    if (error instanceof ArrangementFailed) return false;
    throw error;
  }
}

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
