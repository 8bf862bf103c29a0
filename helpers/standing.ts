/** What an invoice shows that nobody sent and no task has a say in: whether it is cancelled, and whose it is. */
import { sameJson } from './compare.ts';
import { expectThat } from './expect.ts';
import { isObject } from './http/answer.ts';
import { quietAfterCommit } from './settle.ts';
import { ownerOf } from './shown.ts';
import type { CheckContext } from './spec.ts';

interface Standing {
  readonly cancelled: unknown;
  readonly owner: unknown;
  readonly currency: unknown;
}

/** Where an invoice stands, as it is shown; null for what is not. */
export function standingOf(invoice: Record<string, unknown>): Standing {
  const { cancelationdate, currency } = invoice;
  return { cancelled: cancelationdate || null, owner: ownerOf(invoice) ?? null, currency: currency ?? null };
}

/** What differs between two standings, for people; what is shown only once tells nothing, a cancelation excepted. */
function differences(before: Standing, after: Standing): string[] {
  const moved = (member: 'owner' | 'currency') =>
    before[member] !== null && after[member] !== null && before[member] !== after[member];
  return [
    ...((before.cancelled === null) === (after.cancelled === null) ? [] : ['cancelationdate']),
    ...(moved('owner') ? ['identity'] : []),
    ...(moved('currency') ? ['currency'] : []),
  ];
}

/** An invoice stands where it stood, looked at twice before it is said otherwise. */
export async function expectSameStanding(
  { arrange }: CheckContext,
  reference: string,
  before: Standing,
  what: string,
): Promise<void> {
  for (const lastLook of [false, true]) {
    const after = standingOf(await arrange.shownInvoice(reference, 'whether it stands where it stood'));
    const [first, ...others] = differences(before, after);
    if (first === undefined) return;
    if (lastLook) expectThat(false, `${what}: ${[first, ...others].join(', ')} changed`, { ...before }, { ...after });
  }
}

/**
 * An invoice shows the meta that it showed before, without anything added: meta is the merchant's own. Where a commit alone
 * adds to it, the task is not to blame.
 */
export async function expectSameMeta(
  { arrange, session }: CheckContext,
  before: Record<string, unknown>,
  after: Record<string, unknown>,
  what: string,
): Promise<void> {
  if (!isObject(before.meta) || !isObject(after.meta) || sameJson(before.meta, after.meta)) return;
  const control = await arrange.invoice();
  const { meta } = await arrange.shownInvoice(control.reference, 'the meta of another invoice');
  await arrange.commit(control);
  await quietAfterCommit(session);
  const committed = await arrange.shownInvoice(control.reference, 'does a commit alone change meta');
  expectThat(!sameJson(meta, committed.meta), `${what}: meta changed`, before.meta, after.meta);
}
