/** Watches over a verification that reads from a broker and writes to it, which itself waits for ever. */
import { setTimeout as sleep } from 'node:timers/promises';
import { BrokerUnavailable } from './failures.ts';
import { probeBroker } from './probe.ts';
import type { BrokerSettings } from './settings.ts';

/** How a broker is watched. */
export interface Watch {
  readonly everyMs: number;
  /** How long it may take to answer its index. */
  readonly patienceMs: number;
}

/** A verification may take long, so it is not the time that says that a broker is gone, but the broker's silence. */
const usualWatch: Watch = { everyMs: 10_000, patienceMs: 15_000 };

/** Rejects when the broker has failed to answer twice in succession: once may be a restart. */
async function untilGone(settings: BrokerSettings, watch: Watch, signal: AbortSignal): Promise<never> {
  for (let failures = 0; ; ) {
    await sleep(watch.everyMs, undefined, { signal });
    try {
      await probeBroker(settings, watch.patienceMs);
      failures = 0;
    } catch (error) {
      failures += 1;
      if (failures === 2) throw error;
    }
  }
}

/**
 * Does something that needs a broker. Throws BrokerUnavailable where the broker cannot be used before it, goes away during
 * it, or is gone after it failed; any other failure is passed on.
 */
export async function whileBrokerAnswers<Result>(
  settings: BrokerSettings,
  work: () => Promise<Result>,
  watch: Watch = usualWatch,
): Promise<Result> {
  await probeBroker(settings, watch.patienceMs);
  const over = new AbortController();
  try {
    const gone = untilGone(settings, watch, over.signal);
    // Once the work has ended the watch is called off, and nobody waits for its rejection.
    gone.catch(() => {});
    return await Promise.race([work(), gone]);
  } catch (error) {
    if (!(error instanceof BrokerUnavailable)) await probeBroker(settings, watch.patienceMs);
    throw error;
  } finally {
    over.abort();
  }
}
