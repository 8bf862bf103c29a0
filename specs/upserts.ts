/** Upserting identities. Source: identities-upsert. */
import type { Json, JsonObject } from '../helpers/api.ts';
import { showsWhatWasSent } from '../helpers/compare.ts';
import { describe, expectSuccess, expectThat, fail, quote } from '../helpers/expect.ts';
import { ArrangementFailed } from '../helpers/failures.ts';
import { isObject, isSuccess, objectOf } from '../helpers/http/answer.ts';
import {
  differingMembers,
  expectUntouched,
  needSuccess,
  newlyShown,
  shownMembers,
  stateNow,
} from '../helpers/invoices.ts';
import { walkIdentities } from '../helpers/lists.ts';
import { quiet, settle } from '../helpers/settle.ts';
import { identifierOf } from '../helpers/shown.ts';
import { type CheckContext, notApplicable, requirement } from '../helpers/spec.ts';

requirement('identity.upsert-creates', async ({ api, arrange, invent }) => {
  const reference = arrange.newReference('identity');
  const body: JsonObject = { reference, ...invent.identity() };
  const call = { operation: 'upsertIdentity', reference, body } as const;
  needSuccess(await api.call(call, { note: 'an upsert of an identity that does not exist' }), 'the upsert');
  await arrange.untilReadable({ operation: 'getIdentity', reference });
  const answer = await api.getIdentity(reference, 'reading it');
  expectThat(isSuccess(answer.status), 'the upserted identity cannot be read', 'the identity', describe(answer));
  const lost = differingMembers(body, objectOf(answer));
  expectThat(lost.length === 0, `the upsert lost ${lost.join(', ')}`, body, answer.json);
});

/** Members that upserts send one after another with two values; a server may refuse to change them. */
const twoValues: Readonly<Record<string, readonly [Json, Json]>> = {
  kind: ['incorporate', 'individual'],
  meta: [{ level: 'gold' }, { level: 'silver' }],
  phones: [[{ active: true, phone: '+49 30 12345678' }], [{ active: true, phone: '+49 40 87654321' }]],
};

/** Two upserts, each with another value of one member: where the first shows, the second has to. */
async function changeOneMember({ api, arrange, invent, session, subject }: CheckContext): Promise<void> {
  const { reference } = await arrange.identity();
  const company = { company: 'ACME Inc.' };
  for (const [index, value] of (twoValues[subject] ?? []).entries()) {
    const base: JsonObject = invent.identity();
    const name = { ...(isObject(base.name) ? base.name : {}), ...company } as JsonObject;
    const body: JsonObject = { reference, ...base, name, [subject]: value };
    const answer = await api.call(
      { operation: 'upsertIdentity', reference, body },
      { note: `${subject}: ${quote(value)}` },
    );
    if (!isSuccess(answer.status)) notApplicable(`an upsert with ${subject} is not accepted: ${describe(answer)}`);
    const { sight, settled } = await settle(
      session,
      async () => (await arrange.shownIdentity(reference))[subject],
      (shown) => shown === undefined || shown === null || showsWhatWasSent(value, shown),
    );
    if (sight === undefined || sight === null) notApplicable(`this server does not show ${subject}`);
    const which = index === 0 ? 'an upsert' : 'a second upsert';
    expectThat(settled, `${which} did not change ${subject}`, value, sight);
  }
}

requirement('identity.upsert-updates', { subjects: ['', ...Object.keys(twoValues)] }, async (context) => {
  const { api, arrange, invent, session, subject } = context;
  if (subject !== '') return changeOneMember(context);
  const { reference } = await arrange.identity();
  for (const which of ['an upsert of an identity that exists', 'another upsert of it']) {
    const before = await arrange.shownIdentity(reference, 'the identity before');
    const body: JsonObject = { reference, ...invent.identity() };
    const answer = await api.call({ operation: 'upsertIdentity', reference, body }, { note: which });
    expectSuccess(answer, which);
    const visible = shownMembers(body, before);
    const { sight } = await settle(
      session,
      () => arrange.shownIdentity(reference),
      (shown) => differingMembers(visible, shown).length === 0,
    );
    const lost = differingMembers(visible, sight);
    expectThat(lost.length === 0, `${which} did not change ${lost.join(', ')}`, visible, sight);
    for (const member of ['id', 'debtor']) {
      const [old, now] = [before[member], sight[member]];
      if (old === undefined || now === undefined) continue;
      expectThat(old === now, `${which} made another identity: ${member}`, old, now);
    }
  }
});

requirement('identity.upsert-makes-no-double', async (context) => {
  const { api, arrange, invent, session } = context;
  const { reference } = await arrange.identity();
  const body: JsonObject = { reference, ...invent.identity() };
  const call = { operation: 'upsertIdentity', reference, body } as const;
  needSuccess(await api.call(call, { note: 'an upsert of an identity that exists' }), 'the upsert');
  await quiet(session);
  // A row may be met twice when others move it from one page to the next, but not on each of several walks.
  for (let walk = 1; walk <= 3; walk += 1) {
    const { met } = await walkIdentities(context, (row) => row.reference === reference);
    if (met.length === 0) notApplicable('the list does not come to what was created a moment ago');
    const states = new Set(met.map((row) => JSON.stringify(row.id ?? row.emails)));
    const what = 'the list shows an upserted identity twice';
    expectThat(states.size === 1, what, '1 identity', `${states.size} identities`);
    if (met.length === 1) return;
    expectThat(walk < 3, what, '1 row', `${met.length} rows`);
  }
});

const inTheList = 'in the list';

requirement('identity.of-others-untouched', { subjects: ['', inTheList] }, async (context) => {
  if (context.subject === inTheList) return nobodyElseBearsIt(context);
  const { api, arrange, invent, session } = context;
  const [older, changed, newer] = [await arrange.identity(), await arrange.identity(), await arrange.identity()];
  const states = new Map<string, Record<string, unknown>>();
  for (const { reference, sent } of [older, newer])
    states.set(reference, stateNow(sent, await arrange.shownIdentity(reference)));
  const body: JsonObject = { reference: changed.reference, ...invent.identity() };
  const call = { operation: 'upsertIdentity', reference: changed.reference, body } as const;
  needSuccess(await api.call(call, { note: 'an upsert of one of three' }), 'the upsert');
  await quiet(session);
  for (const [reference, state] of states) {
    expectUntouched(state, await arrange.shownIdentity(reference), 'upserting one identity changed another');
  }
});

/** A name that an upsert sends is borne by no other identity of the list, whichever that may be. */
async function nobodyElseBearsIt(context: CheckContext): Promise<void> {
  const { api, arrange, invent, session } = context;
  const { reference } = await arrange.identity();
  const { name, ...members } = invent.identity();
  const company = `ACME ${invent.uniqueNumber()}`;
  const named = { ...(isObject(name) ? name : {}), company } as JsonObject;
  const body: JsonObject = { ...members, reference, kind: 'incorporate', name: named };
  const call = { operation: 'upsertIdentity', reference, body } as const;
  needSuccess(await api.call(call, { note: 'an upsert with a name that nobody bears' }), 'the upsert');
  await quiet(session);
  const bears = (row: Record<string, unknown>) => isObject(row.name) && row.name.company === company;
  const { met } = await walkIdentities(context, (row) => bears(row) && identifierOf(row) !== undefined);
  const [other] = met.map(({ reference: of }) => of).filter((of) => typeof of === 'string' && of !== reference);
  expectThat(other === undefined, 'upserting one identity changed another', `${company} for ${reference} alone`, other);
  if (met.length === 0) notApplicable('the list does not come to what was changed a moment ago');
}

requirement('identity.refused-upsert-changes-nothing', async ({ api, arrange, invent, session }) => {
  const { reference } = await arrange.identity();
  const before = await arrange.shownIdentity(reference, 'the identity before');
  const { kind: _kind, ...right } = invent.identity();
  const body: JsonObject = { reference, ...right, kind: 12345 };
  const call = { operation: 'upsertIdentity', reference, body } as const;
  const answer = await api.call(call, { note: 'a wrong kind beside right members' });
  if (isSuccess(answer.status)) throw new ArrangementFailed(`a wrong kind was not refused: ${describe(answer)}`);
  await quiet(session);
  const after = await arrange.shownIdentity(reference);
  const [taken] = newlyShown(right, before, after);
  if (taken === undefined) return;
  const what = `an upsert answered with ${answer.status} was carried out in part: ${taken}`;
  fail(what, quote(before[taken]), quote(after[taken]));
});
