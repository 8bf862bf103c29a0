/** Accounts: what one merchant may see and do of another's. Which refusal it is (401, 403, 404) is open. */

import { sameJson, showsWhatWasSent } from '../helpers/compare.ts';
import { effectOf, expectNoEffect } from '../helpers/effects.ts';
import { expectStatus, expectThat } from '../helpers/expect.ts';
import { ArrangementFailed } from '../helpers/failures.ts';
import { isSuccess } from '../helpers/http/answer.ts';
import { expectUntouched, needSuccess, stateNow } from '../helpers/invoices.ts';
import { walkIdentities } from '../helpers/lists.ts';
import { quiet, settle } from '../helpers/settle.ts';
import { identifierOf, rowsOf } from '../helpers/shown.ts';
import { type CheckContext, notApplicable, requirement } from '../helpers/spec.ts';

const refusals = [401, 403, 404];

requirement('accounts.foreign-resource-refused', async (context) => {
  const { api, arrange, operation } = context;
  const account = context.secondAccount();
  const call = await arrange.validCall(operation);
  const answer = await api.call({ ...call, account }, { note: "another account's call on it" });
  if (operation === 'updateInvoice' && isSuccess(answer.status)) {
    // A server may create by PUT (open); then the call made an invoice of the second account's own.
    const before = await arrange.shownInvoice(call.reference ?? '');
    const own = await api.call({ operation: 'getInvoice', reference: call.reference ?? '', account });
    const created = await api.call(
      { operation: 'updateInvoice', reference: arrange.absentReference(), body: call.body ?? {}, account },
      { note: 'does an update of an unknown invoice create one' },
    );
    const apart = !sameJson(before, own.json) && !showsWhatWasSent(call.body, before);
    if (isSuccess(created.status) && apart) notApplicable('an update of an unknown invoice creates one on this server');
  }
  if (answer.status >= 400 && !refusals.includes(answer.status)) {
    const unknown = await api.call(
      { ...call, reference: arrange.absentReference(), account },
      { note: 'a reference that nobody has' },
    );
    // Not visible is the same as not there, and how that is answered has a requirement of its own.
    if (unknown.status === answer.status) return;
  }
  expectStatus(answer, refusals, `${operation} on another account's resource`);
});

requirement('accounts.foreign-call-has-no-effect', async (context) => {
  const { api, arrange, operation, session } = context;
  const account = context.secondAccount();
  const call = await arrange.validCall(operation);
  const effect = await effectOf(call, context);
  const before = await effect.look();
  const answer = await api.call({ ...call, account }, { note: "another account's call on it" });
  if (isSuccess(answer.status)) throw new ArrangementFailed("another account's call was not refused");
  await quiet(session);
  await expectNoEffect(
    effect,
    before,
    `${operation} by another account was answered with ${answer.status} and carried out`,
  );
});

requirement('accounts.list-shows-own-identities', async (context) => {
  const { arrange, session } = context;
  const foreign = await arrange.identity(context.secondAccount());
  const own = await arrange.identity();
  const fits = ({ reference }: Record<string, unknown>) =>
    reference === foreign.reference || reference === own.reference;
  // Where the list shows what was created a moment ago, it would show the other account's as well.
  const { sight } = await settle(
    session,
    () => walkIdentities(context, fits, 2),
    ({ met, ended }) => met.some(({ reference }) => reference === own.reference) || !ended,
  );
  const leaked = sight.met.some(({ reference }) => reference === foreign.reference);
  const actual = `${foreign.reference} among the rows`;
  expectThat(!leaked, "the list holds another account's identity", 'own identities alone', actual);
  if (sight.met.length === 0) notApplicable('the list does not come to what was created a moment ago');
});

requirement('accounts.same-reference-kept-apart', async (context) => {
  if (context.operation === 'updateInvoice') return invoicesKeptApart(context);
  if (context.operation === 'getIdentityInvoices') return listsKeptApart(context);
  const { api, arrange, session } = context;
  const account = context.secondAccount();
  const mine = await arrange.identity();
  const before = await arrange.shownIdentity(mine.reference);
  const body = { ...context.invent.identity(), reference: mine.reference };
  const answer = await api.call(
    { operation: 'upsertIdentity', reference: mine.reference, body, account },
    { note: 'another account writes an identity of the same reference' },
  );
  await quiet(session);
  const after = await arrange.shownIdentity(mine.reference);
  const { name } = before;
  expectThat(
    showsWhatWasSent({ name }, after),
    `the upsert of another account, answered with ${answer.status}, changed this account's identity`,
    { name },
    { name: after.name },
  );
});

/** Two accounts with an invoice of the same reference: what one writes does not reach the other's. */
async function invoicesKeptApart(context: CheckContext): Promise<void> {
  const { api, arrange, invent, session } = context;
  const account = context.secondAccount();
  const mine = await arrange.invoice();
  const theirs = await arrange.invoice({ account, reference: mine.reference }).catch((error: unknown) => {
    if (!(error instanceof ArrangementFailed)) throw error;
    return notApplicable(`two accounts cannot use one reference on this server: ${error.message}`);
  });
  const before = stateNow(mine.sent, await arrange.shownInvoice(mine.reference));
  const body = {
    due: await arrange.date(13),
    meta: { note: invent.word() },
    items: await arrange.itemBodies(invent.items(2)),
  };
  const call = { operation: 'updateInvoice', reference: theirs.reference, body, account } as const;
  needSuccess(
    await api.call(call, { note: 'another account updates its invoice of the same reference' }),
    'the update',
  );
  await quiet(session);
  expectUntouched(
    before,
    await arrange.shownInvoice(mine.reference),
    "the update of another account's invoice of the same reference changed this account's",
  );
}

/** Two accounts with an identity of the same reference: each lists the invoices of its own. */
async function listsKeptApart(context: CheckContext): Promise<void> {
  const { api, arrange, session } = context;
  const account = context.secondAccount();
  const { reference } = await arrange.identity();
  await arrange.identity(account, reference).catch((error: unknown) => {
    if (!(error instanceof ArrangementFailed)) throw error;
    notApplicable(`two accounts cannot use one reference on this server: ${error.message}`);
  });
  const theirs = await arrange.invoice({ account, identity: reference });
  const mine = await arrange.invoice({ identity: reference });
  const call = { operation: 'getIdentityInvoices', reference } as const;
  const { sight } = await settle(
    session,
    async () => rowsOf(needSuccess(await api.call(call, { note: 'the own list' }), 'getIdentityInvoices').json),
    (rows) => rows.map(identifierOf).includes(mine.reference),
  );
  const listed = sight.map(identifierOf);
  const what = "the list holds an invoice of another account's identity of the same reference";
  expectThat(!listed.includes(theirs.reference), what, mine.reference, listed.join(', '));
}
