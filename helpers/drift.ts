/** What a server does otherwise than when its baseline was recorded. Pure. */
import type { CheckReport, Drift, Observation, RunReport } from './report/model.ts';
import { checkKey } from './spec.ts';
import type { Baseline } from './target.ts';

type Checked = Pick<CheckReport, 'requirement' | 'operation' | 'subject' | 'verdict'>;

/** Accepting a failure changes nothing about the server: a waived check is recorded and compared as failed. */
function verdictOf({ verdict }: Checked): string {
  return verdict === 'waived' ? 'fail' : verdict;
}

/** What is recorded of a run. */
export function baselineOf(report: Pick<RunReport, 'checks' | 'observations'>, recordedAt: string): Baseline {
  return {
    recordedAt,
    verdicts: Object.fromEntries(report.checks.map((check) => [keyOf(check), verdictOf(check)])),
    observations: Object.fromEntries(report.observations.map((one) => [keyOf(one), one.value])),
  };
}

/** What differs from a baseline. What was not recorded, or was not checked this time, does not count. */
export function driftFrom(
  baseline: Baseline,
  checks: readonly Checked[],
  observations: readonly Observation[],
): Drift[] {
  const observed = observations.flatMap((one): Drift[] => {
    const { requirement, operation, value } = one;
    const before = baseline.observations[keyOf(one)];
    return before === undefined || before === value
      ? []
      : [{ requirement, operation, kind: 'observation', before, now: value }];
  });
  const judged = checks.flatMap((check): Drift[] => {
    const { requirement, operation, subject } = check;
    const before = baseline.verdicts[keyOf(check)];
    const now = verdictOf(check);
    if (before === undefined || before === now) return [];
    return [{ requirement, operation, ...(subject === undefined ? {} : { subject }), kind: 'verdict', before, now }];
  });
  return [...judged, ...observed];
}

/**
 * The drift that a gate may include: not what could not be decided this time, since nothing was seen to change, and not
 * what a waiver accepts.
 */
export function gatingDrift(drift: readonly Drift[], checks: readonly Checked[]): Drift[] {
  const waived = new Set(checks.filter(({ verdict }) => verdict === 'waived').map(keyOf));
  return drift.filter((one) => one.kind === 'observation' || (one.now !== 'inconclusive' && !waived.has(keyOf(one))));
}

function keyOf({ requirement, operation, subject }: { requirement: string; operation: string; subject?: string }) {
  return checkKey(requirement, operation, subject);
}
