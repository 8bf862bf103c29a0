/** A target for running checks inside a test: short waits, since the sandbox in this process answers at once. */

import { newRunId } from '../../helpers/run/references.ts';
import { type CheckResult, startRun } from '../../helpers/run/run.ts';
import type { Check } from '../../helpers/spec.ts';
import { defaultFixtures, defaultLimits, type Target } from '../../helpers/target.ts';
import type { Sandbox } from '../../sandbox/start.ts';

/** The sandbox as a target. */
export function sandboxTarget(sandbox: Sandbox, limits: Partial<Target['limits']> = {}): Target {
  const [account, secondAccount] = sandbox.accounts;
  if (account === undefined || secondAccount === undefined) throw new Error('the sandbox has two accounts');
  return {
    name: 'sandbox',
    url: sandbox.url,
    account,
    secondAccount,
    fixtures: defaultFixtures,
    limits: { ...defaultLimits, requestTimeoutMs: 5000, settleTimeoutMs: 600, commitMs: 80, keyAgeMs: 100, ...limits },
    readOnly: false,
    noMails: false,
    waivers: [],
  };
}

/** Runs checks against a target to the end. */
export function runToEnd(
  target: Target,
  checks: readonly Check[],
  startedAt: Date = new Date(),
): Promise<CheckResult[]> {
  return startRun({ target, checks, runId: newRunId(startedAt), seed: 1, startedAt }).results;
}
