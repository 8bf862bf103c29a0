/** Runs every check under vitest: one test for each, all side by side on one connection to the target. */
import { BroadcastChannel } from 'node:worker_threads';
import { afterAll, describe, inject, test } from 'vitest';
import { channelName, closingOf, type Message, plainResult, stopMessage } from '../helpers/run/plain.ts';
import type { CheckResult } from '../helpers/run/run.ts';
import { startRun } from '../helpers/run/run.ts';
import { selectChecks } from '../helpers/select.ts';
import type { Check } from '../helpers/spec.ts';
import { checks } from './all.ts';

declare module 'vitest' {
  interface ProvidedContext {
    assignment: import('../helpers/run/plain.ts').Assignment;
  }
}

const assignment = inject('assignment');
const selected = selectChecks(checks, assignment.only, assignment.shard);
const channel = new BroadcastChannel(channelName(assignment.runId));
const tell = (message: Message) => channel.postMessage(message);
const waiting = new Map<Check, (result: CheckResult) => void>();
const promised = new Map(
  selected.map((check) => [check, new Promise<CheckResult>((resolve) => waiting.set(check, resolve))]),
);

tell({ total: selected.length });
const run = startRun({
  target: assignment.target,
  checks: selected,
  runId: assignment.runId,
  seed: assignment.seed,
  startedAt: new Date(assignment.startedAt),
  onResult(result) {
    tell({ result: plainResult(result) });
    waiting.get(result.check)?.(result);
  },
});

channel.onmessage = (event) => {
  if ((event as { data: unknown }).data !== stopMessage) return;
  run.session.stop();
  // Nobody waits for the checks that are under way.
  tell({ closing: closingOf(run) });
};

describe.concurrent('conformance', () => {
  for (const check of selected) {
    test.concurrent(check.key, async (context) => {
      const { outcome } = await (promised.get(check) ?? Promise.reject(new Error('not selected')));
      if (outcome.kind === 'not-applicable') context.skip(outcome.reason);
      if (outcome.kind !== 'kept') throw Object.assign(new Error(outcome.reason), { name: outcome.kind });
    });
  }
});

afterAll(async () => {
  await run.results;
  tell({ closing: closingOf(run) });
  channel.close();
});
