/** How late a commit shows: it is carried out after its answer, and what it changes must not pass for another call's effect. */
import { setTimeout as sleep } from 'node:timers/promises';
import { ArrangementFailed } from '../failures.ts';
import type { CheckContext } from '../spec.ts';

/** Between two looks, in ms. */
const pauseMs = 80;
/** A run that waits for its keys to grow old can watch for this share of that time, and loses none. */
const shareOfKeyAge = 1 / 4;

/**
 * Commits an invoice and watches it. Gives the time of the last change in ms, 0 where nothing changes after the first look
 * or where each look shows another thing, which says nothing of the commit.
 */
export async function learnCommitLag({ api, arrange, session }: CheckContext): Promise<number> {
  const { commitMs, keyAgeMs, settleTimeoutMs } = session.target.limits;
  const watchMs = Math.min(Math.max(commitMs, keyAgeMs * shareOfKeyAge), settleTimeoutMs);
  try {
    const { reference } = await arrange.committedInvoice();
    const start = performance.now();
    const look = async () => (await api.getInvoice(reference, 'how late does a commit show')).text;
    let shown = await look();
    let [looks, changes, lastChange] = [0, 0, 0];
    while (performance.now() - start < watchMs && !session.wasStopped) {
      await sleep(pauseMs);
      const now = await look();
      looks += 1;
      if (now === shown) continue;
      shown = now;
      changes += 1;
      lastChange = performance.now() - start;
    }
    return changes > looks / 2 ? 0 : lastChange;
  } catch (error) {
    if (error instanceof ArrangementFailed) return 0;
    throw error;
  }
}
