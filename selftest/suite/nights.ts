/** Runs on two nights, by the clock of the sandbox. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CheckResult } from '../../helpers/run/run.ts';
import type { Check } from '../../helpers/spec.ts';
import type { Target } from '../../helpers/target.ts';
import type { Sandbox } from '../../sandbox/start.ts';
import { checks } from '../../specs/all.ts';
import { runToEnd } from './target.ts';

/** An hour, in ms. */
export const hour = 60 * 60 * 1000;

/** The requirement that no single run can decide. */
export const overNights = 'idempotency.key-kept-for-24-hours';

/** The time of a sandbox. */
export function timeOf(sandbox: Sandbox): Date {
  return new Date(sandbox.clock.now());
}

/** Puts a sandbox forward to the next noon, so that what a test sees does not depend on when it runs. */
export function waitForNoon(sandbox: Sandbox): void {
  const now = timeOf(sandbox);
  sandbox.clock.advance(24 * hour - (now.getTime() % (24 * hour)) + 12 * hour);
}

/** Lets one run note its keys, waits for 23 hours, and runs the checks with what was noted. */
export async function runOnSecondNight(
  sandbox: Sandbox,
  target: Target,
  selected: readonly Check[],
): Promise<CheckResult[]> {
  const stateFolder = mkdtempSync(join(tmpdir(), 'nights-'));
  const nightly = { ...target, stateFolder };
  try {
    waitForNoon(sandbox);
    const noting = checks.filter(({ requirement }) => requirement === overNights);
    await runToEnd(nightly, noting, timeOf(sandbox));
    sandbox.clock.advance(23 * hour);
    return await runToEnd(nightly, selected, timeOf(sandbox));
  } finally {
    rmSync(stateFolder, { recursive: true, force: true });
  }
}
