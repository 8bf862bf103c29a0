/** A context to arrange provider states with, for as long as somebody needs it: a run whose one check waits to be closed. */
import { newRunId } from '../run/references.ts';
import { startRun } from '../run/run.ts';
import type { CheckContext } from '../spec.ts';
import type { Target } from '../target.ts';

/** An open context, or why there is none. */
export type Opened =
  | { readonly context: CheckContext; readonly close: () => Promise<void> }
  | { readonly problem: string; readonly reached: boolean };

/** Meets a target. Nothing a server does makes it throw. */
export async function openContext(target: Target, startedAt: Date, seed = 1): Promise<Opened> {
  let close: () => void = () => {};
  const closed = new Promise<void>((resolve) => {
    close = resolve;
  });
  let met: (context: CheckContext) => void = () => {};
  const meeting = new Promise<CheckContext>((resolve) => {
    met = resolve;
  });
  const run = startRun({
    target,
    runId: newRunId(startedAt),
    seed,
    startedAt,
    checks: [
      {
        key: 'provider states',
        requirement: 'contract.interactions-hold',
        operation: 'getInvoice',
        subject: '',
        decide: {
          async spec(context) {
            met(context);
            await closed;
          },
        },
      },
    ],
  });
  const first = await Promise.race([meeting, run.results]);
  if (!('session' in first)) {
    return { problem: first[0]?.outcome.reason ?? 'the target could not be met', reached: run.reached() };
  }
  return {
    context: first,
    async close() {
      close();
      await run.results;
    },
  };
}
