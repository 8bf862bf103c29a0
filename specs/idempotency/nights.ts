/** Keys over nights: what one run used, a later one uses again. Source: invoices-resendinvoice. */
import type { ValidCall } from '../../helpers/api.ts';
import { describe, expectThat } from '../../helpers/expect.ts';
import { ArrangementFailed } from '../../helpers/failures.ts';
import { isSuccess, objectOf } from '../../helpers/http/answer.ts';
import {
  ageOf,
  digestOf,
  digestOfAnswer,
  expired,
  type KeyEntry,
  promised,
  startOf,
} from '../../helpers/keys/entry.ts';
import type { KeyLedger } from '../../helpers/keys/key-ledger.ts';
import { firstUse, repeatableCall } from '../../helpers/replay.ts';
import { type CheckContext, notApplicable, requirement } from '../../helpers/spec.ts';

/** Keys that are tried until one is found whose invoice is still there. */
const tried = 3;

function ledgerOf({ session }: CheckContext): KeyLedger {
  return (
    session.keys ??
    notApplicable(
      'keys are remembered from run to run for a target that --target names; this one may be another server by then',
    )
  );
}

requirement('idempotency.key-kept-for-24-hours', async (context) => {
  const ledger = ledgerOf(context);
  const own = ownKeys(context, ledger);
  const [judged, noted] = await Promise.allSettled([judge(context, ledger, own), note(context, ledger)]);
  // What the next run will judge must not hide what this one found.
  if (judged.status === 'rejected') throw judged.reason;
  if (noted.status === 'rejected') throw noted.reason;
});

requirement('open.key-kept-after-24-hours', async (context) => {
  const ledger = ledgerOf(context);
  const old = expired(ownKeys(context, ledger), context.now());
  if (old.length === 0) notApplicable('no key of an earlier run is older than 24 hours');
  const entry = await firstThatStands(context, old);
  await ledger.change({ remove: old }, context.now());
  if (entry === undefined) notApplicable(reset);
  const again = await context.api.call(callOf(entry), { key: entry.key, note: `a key ${hours(entry, context)} old` });
  if (!isSuccess(again.status)) context.observe('refused');
  else context.observe(digestOfAnswer(again) === entry.digest ? 'replayed' : 'executed');
});

const reset = 'what the earlier run made is not there any more: the server was reset';

/** The keys that this account used for the operation at this server. */
function ownKeys({ operation, session }: CheckContext, ledger: KeyLedger): KeyEntry[] {
  const { account, url } = session.target;
  const user = digestOf(account.username);
  return ledger.read().filter((key) => key.operation === operation && key.account === user && key.url === url);
}

async function judge(context: CheckContext, ledger: KeyLedger, own: readonly KeyEntry[]): Promise<void> {
  const young = promised(own, context.now());
  if (young.length === 0) notApplicable('no key of an earlier run is younger than 24 hours; this run noted one');
  const entry = await firstThatStands(context, young);
  if (entry === undefined) notApplicable(reset);
  const age = hours(entry, context);
  const again = await context.api.call(callOf(entry), { key: entry.key, note: `a key ${age} old` });
  if (again.status >= 500) throw new ArrangementFailed(`the key was not looked at: ${describe(again)}`);
  if (digestOfAnswer(again) === entry.digest) return;
  // The key has another answer now, by which nobody can be judged again.
  await ledger.change({ remove: [entry] }, context.now());
  expectThat(
    false,
    `a key ${age} old was answered otherwise than the first time, in an earlier run`,
    entry.answer,
    describe(again),
  );
}

/** The first key whose invoice or customer is still there. */
async function firstThatStands({ api }: CheckContext, keys: readonly KeyEntry[]): Promise<KeyEntry | undefined> {
  for (const key of keys.slice(0, tried)) {
    const answer = await api.call(key.witness, { note: 'is what the earlier run made still there' });
    if (isSuccess(answer.status)) return key;
  }
  return undefined;
}

/** Uses a key and takes note of it for later runs. */
async function note(context: CheckContext, ledger: KeyLedger): Promise<void> {
  const { operation, session } = context;
  if (operation !== 'resendInvoice' && operation !== 'createInvoice') throw new Error(`${operation} notes no keys`);
  const call = await repeatableCall(context, operation);
  const { reference = '', body = {} } = call;
  const key = context.newKey();
  const usedAt = context.now();
  const first = await firstUse(context, call, key);
  const made = objectOf(first).reference;
  const invoice = operation === 'resendInvoice' ? reference : made;
  const entry: KeyEntry = {
    operation,
    reference,
    body,
    key,
    usedAt: usedAt.toISOString(),
    account: digestOf(session.target.account.username),
    url: session.target.url,
    digest: digestOfAnswer(first),
    answer: startOf(first),
    witness:
      typeof invoice === 'string' && invoice !== ''
        ? { operation: 'getInvoice', reference: invoice }
        : { operation: 'getIdentity', reference },
  };
  await ledger.change({ add: [entry] }, usedAt);
}

function callOf({ operation, reference, body }: KeyEntry): ValidCall {
  return { operation, reference, body };
}

function hours(entry: KeyEntry, context: CheckContext): string {
  const count = ageOf(entry, context.now()) / 3_600_000;
  return count < 1 ? `${Math.round(count * 60)} minutes` : `${count.toFixed(1)} hours`;
}
