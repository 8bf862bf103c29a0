/** Waiting for effects that a server may carry out after it has answered. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Session } from './run/session.ts';

/** Pauses between two looks, in ms; the last one repeats. */
const pauses = [10, 20, 40, 80, 160, 320, 640];

/**
 * Looks until what it sees is what is waited for, or the target's settle timeout is over. Returns the last sight, and
 * whether it was the one waited for.
 */
export async function settle<T>(
  session: Session,
  look: () => Promise<T>,
  isSettled: (sight: T) => boolean,
  timeoutMs = session.target.limits.settleTimeoutMs,
): Promise<{ sight: T; settled: boolean }> {
  const start = performance.now();
  for (let turn = 0; ; turn += 1) {
    const sight = await look();
    const elapsed = performance.now() - start;
    if (isSettled(sight)) {
      if (turn > 0) session.lagMs = Math.max(session.lagMs, elapsed);
      return { sight, settled: true };
    }
    const pause = pauses[Math.min(turn, pauses.length - 1)] ?? 0;
    if (elapsed + pause > timeoutMs || session.wasStopped) return { sight, settled: false };
    await sleep(pause);
  }
}

/** Waits until a commit that was answered should be done. */
export async function quietAfterCommit(session: Session): Promise<void> {
  await sleep(longEnough(session));
}

/**
 * Looks until what it sees is what is waited for, or until effects of this server should long have been there: for what
 * may never come and must not cost a whole timeout.
 */
export function settleSoon<T>(session: Session, look: () => Promise<T>, isSettled: (sight: T) => boolean) {
  return settle(session, look, isSettled, longEnough(session));
}

/** How long effects, a commit's among them, should take at the most on this server, in ms. */
function longEnough({ lagMs, target: { limits } }: Session): number {
  return Math.min(Math.max(limits.commitMs, lagMs * 1.5), limits.settleTimeoutMs);
}

/**
 * Waits as long as effects were seen to take on this server, with a margin, so that one that must not come would be there.
 * Nothing at all on a server whose effects are visible at once.
 */
export async function quiet(session: Session): Promise<void> {
  if (session.lagMs > 0) await sleep(Math.min(session.lagMs * 1.5, session.target.limits.settleTimeoutMs));
}
