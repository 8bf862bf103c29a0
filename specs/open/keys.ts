/** Open questions of what a key gets. Nothing is judged; the answer is recorded. */

import type { JsonObject, ValidCall } from '../../helpers/api.ts';
import { invoiceReadyForBoth } from '../../helpers/both-tasks.ts';
import { showsWhatWasSent } from '../../helpers/compare.ts';
import { type Answer, isSuccess } from '../../helpers/http/answer.ts';
import { needSuccess } from '../../helpers/invoices.ts';
import {
  fateOfKey,
  mailsOf,
  markedUpdate,
  mistakenCall,
  observeAccepted,
  sharedCall,
  showsLevel,
  soon,
} from '../../helpers/observe.ts';
import { answersDiffer, firstUse, repeatableCall, sameAnswer } from '../../helpers/replay.ts';
import { type CheckContext, notApplicable, requirement } from '../../helpers/spec.ts';

/** A call and the same with another body. Levels rise, since no page says that one may be lowered. */
async function twoBodies(context: CheckContext): Promise<[ValidCall, ValidCall]> {
  const call = await repeatableCall(context, context.operation);
  const bodies: Readonly<Record<string, [JsonObject, JsonObject]>> = {
    resendInvoice: [{}, { data: '123' }],
    modifyDunning: [{ dunninglevel: 1 }, { dunninglevel: 2 }],
  };
  const [first, second] = bodies[call.operation] ?? [
    call.body ?? {},
    { ...call.body, meta: { note: context.invent.word() } },
  ];
  return [
    { ...call, body: first },
    { ...call, body: second },
  ];
}

/** Uses a key of its own for two calls and tells whether the second was carried out, by what the resource shows. */
function lookForEffect(context: CheckContext, first: ValidCall, second: ValidCall) {
  const reference = second.reference ?? '';
  return async (): Promise<boolean | undefined> => {
    if (second.operation === 'modifyDunning') return showsLevel(context, reference, Number(second.body?.dunninglevel));
    if (second.operation !== 'resendInvoice') return undefined;
    const key = context.newKey();
    const mails = await mailsOf(context, reference, async () => {
      await context.api.call(first, { key, note: 'the first use of another key' });
      await context.api.call(second, { key, note: 'the second use of another key' });
    });
    const expected = first.reference === reference && first.operation === 'resendInvoice' ? 1 : 0;
    return mails === undefined ? undefined : mails > expected;
  };
}

async function observeFate(context: CheckContext, first: ValidCall, second: ValidCall, note: string): Promise<void> {
  const key = context.newKey();
  const answer = await firstUse(context, first, key);
  context.observe(await fateOfKey(context, second, answer, key, note, lookForEffect(context, first, second)));
}

requirement('open.same-key-other-body', async (context) => {
  const [first, second] = await twoBodies(context);
  await observeFate(context, first, second, 'the key with another body');
});

requirement('open.same-key-other-resource', async (context) => {
  const first = await repeatableCall(context, context.operation);
  const second =
    context.operation === 'createInvoice'
      ? { ...first, reference: (await context.arrange.identity()).reference }
      : { ...(await context.arrange.validCall(context.operation)), body: first.body ?? {} };
  await observeFate(context, first, second, 'the key on another resource');
});

requirement('open.same-key-other-operation', async (context) => {
  const { reference } = await invoiceReadyForBoth(context);
  const resend: ValidCall = { operation: 'resendInvoice', reference, body: {} };
  const dunning: ValidCall = { operation: 'modifyDunning', reference, body: { dunninglevel: 1 } };
  await observeFate(context, resend, dunning, 'the key with modifyDunning');
});

/** Records what a key gets that was used before for a call which was refused with a status. */
function observeSecondTry(context: CheckContext, refusal: Answer, answer: Answer): void {
  if (isSuccess(answer.status)) context.observe('executed');
  else context.observe(answer.status === refusal.status ? 'error replayed' : 'refused otherwise');
}

requirement('open.refused-call-replayed', async (context) => {
  const { api } = context;
  const right = await context.arrange.validCall(context.operation);
  const { wrong, member } = mistakenCall(context, right);
  const key = context.newKey();
  const refusal = await api.call(right, { key, body: wrong, memberAtFault: member, note: 'a mistake with a key' });
  if (refusal.status !== 400) notApplicable(`the mistake is answered with ${refusal.status}`);
  observeSecondTry(context, refusal, await api.call(right, { key, note: 'the mistake corrected, the same key' }));
});

requirement('open.not-found-replayed', async (context) => {
  const { api, arrange, operation } = context;
  const reference = arrange.newReference('identity');
  const call: ValidCall = { ...(await repeatableCall(context, operation)), reference };
  const key = context.newKey();
  const refusal = await api.call(call, { key, note: 'an identity that does not exist yet' });
  if (refusal.status !== 404) notApplicable(`an unknown identity is answered with ${refusal.status}`);
  await arrange.identity(undefined, reference);
  observeSecondTry(context, refusal, await api.call(call, { key, note: 'the same when it exists' }));
});

/** How often calls are made at once, and how many: whether they meet is a matter of chance. */
const rounds = 3;
const callsAtOnce = 6;

requirement('open.simultaneous-same-key', async (context) => {
  const call = await repeatableCall(context, context.operation);
  const found = new Set<string>();
  for (let round = 0; round < rounds; round += 1) {
    const key = context.newKey();
    const note = `one of ${callsAtOnce} at once`;
    const answers = await Promise.all(Array.from({ length: callsAtOnce }, () => context.api.call(call, { key, note })));
    const [first, ...others] = answers.filter(({ status }) => isSuccess(status));
    if (first !== undefined && others.some((other) => !sameAnswer(first, other))) found.add('several successes');
    for (const { status } of answers) {
      if (!isSuccess(status)) found.add(status === 409 ? 'some 409' : 'some refused otherwise');
    }
  }
  const kinds = ['several successes', 'some refused otherwise', 'some 409'];
  context.observe(kinds.find((kind) => found.has(kind)) ?? 'same answer');
});

requirement('open.key-on-put', async (context) => {
  const { api, arrange, invent } = context;
  const { reference } = await arrange.invoice();
  const key = context.newKey();
  const keyed = { meta: { mark: invent.word() } };
  const first = await api.updateInvoice(reference, keyed, { key, note: 'an update with a key' });
  if (!isSuccess(first.status)) return context.observe('refused');
  const { answer, shown } = await markedUpdate(context, reference, {}, 'another update without a key');
  needSuccess(answer, 'an update without a key');
  if (shown.meta === undefined || shown.meta === null) notApplicable('this server does not show what an update did');
  const again = await api.updateInvoice(reference, keyed, { key, note: 'the first update with its key again' });
  if (!isSuccess(again.status)) return context.observe('refused');
  const after = await soon(
    context,
    () => arrange.shownInvoice(reference, 'which update counts'),
    (sight) => showsWhatWasSent(keyed, sight),
  );
  context.observe(showsWhatWasSent(keyed, after) ? 'ignored' : 'honoured');
});

/** Names of headers by which servers tell a stored answer. */
const marks = /idempot|replay|repeat|duplicate|cache/i;

requirement('open.replay-marked', async (context) => {
  const call = await repeatableCall(context, context.operation);
  const key = context.newKey();
  const first = await firstUse(context, call, key);
  const again = needSuccess(await context.api.call(call, { key, note: 'the key again' }), 'the key again');
  const known = new Set(first.headers.map(([name, value]) => `${name.toLowerCase()}: ${value}`));
  const marked = again.headers.some(
    ([name, value]) => marks.test(name) && !known.has(`${name.toLowerCase()}: ${value}`),
  );
  context.observe(marked ? 'marked' : 'not marked');
});

/** Whether two answers are that of one call, as far as it can be told. */
async function sameCall(context: CheckContext, first: Answer, second: Answer): Promise<boolean | undefined> {
  if (!sameAnswer(first, second)) return false;
  return (await answersDiffer(context, context.operation)) ? true : undefined;
}

requirement('open.empty-key', async (context) => {
  const call = await sharedCall(context);
  const first = await context.api.call(call, { key: '', note: 'an empty key' });
  if (!isSuccess(first.status)) return context.observe('refused');
  const second = await context.api.call(call, { key: '', note: 'an empty key again' });
  if (!isSuccess(second.status)) return context.observe('refused');
  const same = await sameCall(context, first, second);
  context.observe(same === undefined ? 'answered alike' : same ? 'honoured' : 'ignored');
});

requirement('open.quoted-key', async (context) => {
  const call = await sharedCall(context);
  const key = context.newKey();
  const first = await firstUse(context, call, key);
  const second = await context.api.call(call, { key: `"${key}"`, note: 'the same key in quotes' });
  if (!isSuccess(second.status)) return context.observe('refused');
  const same = await sameCall(context, first, second);
  context.observe(same === undefined ? 'answered alike' : same ? 'same key' : 'another key');
});

requirement('open.long-key', async (context) => {
  const call = await sharedCall(context);
  for (const length of [1000, 255, 128, 64]) {
    const key = context.newKey().padEnd(length, 'k').slice(0, length);
    const answer = await context.api.call(call, { key, note: `a key of ${length} characters` });
    if (isSuccess(answer.status)) return context.observe(String(length));
  }
  context.observe('none');
});

requirement('open.key-with-spaces', async (context) => {
  const call = await sharedCall(context);
  await observeAccepted(context, call, {
    key: `Straße 5, ${context.newKey()} (2)`,
    note: 'a key with spaces',
    unjudged: true,
  });
});
