/** Whose an invoice is, and under which reference it is found, whatever is written meanwhile. */
import type { JsonObject } from '../helpers/api.ts';
import { sameJson } from '../helpers/compare.ts';
import { describe, expectThat } from '../helpers/expect.ts';
import { isObject, isSuccess } from '../helpers/http/answer.ts';
import { expectUntouched, needSuccess, stateNow } from '../helpers/invoices.ts';
import { quiet, settle } from '../helpers/settle.ts';
import { identifierOf, ownerOf, rowsOf } from '../helpers/shown.ts';
import { type CheckContext, notApplicable, requirement } from '../helpers/spec.ts';

/** Whether the list of an identity holds an invoice, when it does or when it was waited for long enough. */
async function isListed({ api, session }: CheckContext, identity: string, invoice: string): Promise<boolean> {
  const call = { operation: 'getIdentityInvoices', reference: identity } as const;
  const { settled } = await settle(
    session,
    async () => rowsOf(needSuccess(await api.call(call, { note: `the invoices of ${identity}` }), 'the list').json),
    (rows) => rows.some((row) => identifierOf(row) === invoice),
  );
  return settled;
}

requirement('identity.upsert-keeps-its-invoices', async (context) => {
  const { api, arrange, invent, session } = context;
  const identity = (await arrange.identity()).reference;
  const { reference, sent } = await arrange.invoice({ identity });
  const { meta = {}, items = [] } = sent;
  const before = stateNow({ meta, items }, await arrange.shownInvoice(reference, 'the invoice before'));
  const wasListed = await isListed(context, identity, reference);
  const body: JsonObject = { reference: identity, ...invent.identity() };
  const upsert = { operation: 'upsertIdentity', reference: identity, body } as const;
  needSuccess(await api.call(upsert, { note: 'an upsert of an identity with an invoice' }), 'the upsert');
  await quiet(session);
  const { sight: answer } = await settle(
    session,
    () => api.call({ operation: 'getInvoice', reference }, { note: 'its invoice' }),
    ({ status }) => isSuccess(status),
  );
  expectThat(answer.status !== 404, 'an upsert of the identity removed its invoice', reference, describe(answer));
  expectUntouched(before, await arrange.shownInvoice(reference), 'an upsert of the identity changed its invoice');
  const isGone = wasListed && !(await isListed(context, identity, reference));
  expectThat(!isGone, 'after an upsert the identity no longer lists its invoice', reference, 'a list without it');
});

requirement('update.keeps-its-identity', async (context) => {
  const { api, arrange, invent, session } = context;
  const [mine, other] = [(await arrange.identity()).reference, (await arrange.identity()).reference];
  const { reference } = await arrange.invoice({ identity: mine });
  const before = ownerOf(await arrange.shownInvoice(reference, 'the invoice before'));
  const wasListed = await isListed(context, mine, reference);
  const body: JsonObject = { meta: { note: invent.word() }, items: await arrange.itemBodies(invent.items(2)) };
  needSuccess(await api.updateInvoice(reference, body, { note: 'an update of meta and items' }), 'the update');
  await quiet(session);
  const after = ownerOf(await arrange.shownInvoice(reference));
  const named = before === undefined || after === undefined || before === after;
  expectThat(named, 'after an update the invoice names another identity', before, after);
  const isGone = wasListed && !(await isListed(context, mine, reference));
  expectThat(!isGone, 'after an update the identity no longer lists its invoice', reference, 'a list without it');
  if (!wasListed) return;
  const foreign = await api.call({ operation: 'getIdentityInvoices', reference: other }, { note: 'of another' });
  const isMoved = rowsOf(foreign.json).some((row) => identifierOf(row) === reference);
  expectThat(!isMoved, 'after an update another identity lists the invoice', 'a list without it', reference);
});

requirement('update.keeps-its-id', async ({ api, arrange, invent, session }) => {
  const { reference } = await arrange.invoice();
  const { id } = await arrange.shownInvoice(reference, 'the invoice before');
  if (id === undefined || id === null) notApplicable('this server shows no id of an invoice');
  const body: JsonObject = { meta: { note: invent.word() }, items: await arrange.itemBodies(invent.items(2)) };
  needSuccess(await api.updateInvoice(reference, body, { note: 'an update of meta and items' }), 'the update');
  await quiet(session);
  const { id: after } = await arrange.shownInvoice(reference, 'the invoice after');
  expectThat(String(after) === String(id), 'an update gave the invoice another id', id, after);
});

requirement('get-invoice.by-whole-reference', async ({ api, arrange }) => {
  // No other reference of the run begins like this one.
  const middle = arrange.newReference('invoice');
  const { reference } = await arrange.invoice({ reference: `${middle}y7y` });
  const shown = await arrange.shownInvoice(reference, 'the invoice');
  const name = identifierOf(shown);
  for (const near of [`${middle}y7`, `${reference}8`, `8${reference}`]) {
    const answer = await api.call({ operation: 'getInvoice', reference: near }, { note: 'a reference like it' });
    if (!isSuccess(answer.status) || !isObject(answer.json)) continue;
    const same = name === undefined ? sameJson(answer.json, shown) : identifierOf(answer.json) === name;
    expectThat(!same, `${reference} is found under the reference ${near} as well`, 'status 404', describe(answer));
  }
});
