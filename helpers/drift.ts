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

/** What was seen of the server itself: whether it keeps a promise. */
function isJudged(verdict: string): boolean {
  return verdict === 'pass' || verdict === 'fail';
}

/**
 * What differs from a baseline: answers to open questions first, since nothing else tells of them, and last what could
 * not be judged. What was not recorded, or was not checked this time, does not count.
 */
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
  return [...observed, ...judged.filter(({ now }) => isJudged(now)), ...judged.filter(({ now }) => !isJudged(now))];
}

/**
 * The drift that a gate may include: not what was not judged then or now, since nothing was seen to change (a check of
 * keys over nights applies on some nights only), and not what a waiver accepts.
 */
export function gatingDrift(drift: readonly Drift[], checks: readonly Checked[]): Drift[] {
  const waived = new Set(checks.filter(({ verdict }) => verdict === 'waived').map(keyOf));
  return drift.filter(
    (one) => one.kind === 'observation' || (isJudged(one.before) && isJudged(one.now) && !waived.has(keyOf(one))),
  );
}

function keyOf({ requirement, operation, subject }: { requirement: string; operation: string; subject?: string }) {
  return checkKey(requirement, operation, subject);
}
