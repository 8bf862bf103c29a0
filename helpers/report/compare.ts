/** Two runs side by side: last night and tonight, staging and release candidate. */
import type { CheckReport, Drift, RunReport, Verdict } from './model.ts';
import { nameOf } from './text.ts';

/** A check whose verdict differs. */
export interface Change {
  /** `requirement @ operation (subject)`. */
  readonly name: string;
  readonly level: CheckReport['level'];
  /** Absent where the run has no such check. */
  readonly before?: Verdict;
  readonly now?: Verdict;
  /** Why it is as it is now; where that needs no reason, why it was as it was. */
  readonly reason: string;
}

/** Mean time of a check's request at one operation, in ms. */
interface Pace {
  readonly operation: string;
  readonly before: number;
  readonly now: number;
}

/** What changed from one run to another. */
export interface Comparison {
  readonly before: RunReport['run'] & { readonly target: string };
  readonly now: RunReport['run'] & { readonly target: string };
  readonly newFailures: readonly Change[];
  readonly fixed: readonly Change[];
  readonly stillFailing: readonly Change[];
  /** Every other change of verdict. */
  readonly otherChanges: readonly Change[];
  /** Checks that only one of the two runs has and that did not fail. */
  readonly added: readonly Change[];
  readonly gone: readonly Change[];
  /** Observations that differ. */
  readonly drift: readonly Drift[];
  /** Operations that became notably slower or faster. */
  readonly pace: readonly Pace[];
}

/** A difference is noted from this factor and this many ms a request on; less is the noise of two runs. */
const notable = { factor: 1.5, ms: 20 };

/** What changed from an earlier run to a later one. */
export function compareReports(before: RunReport, now: RunReport): Comparison {
  const earlier = new Map(before.checks.map((check) => [nameOf(check), check]));
  const later = new Map(now.checks.map((check) => [nameOf(check), check]));
  const changes = [...new Set([...later.keys(), ...earlier.keys()])].map((name) =>
    changeOf(name, earlier.get(name), later.get(name)),
  );
  const differing = changes.filter((change) => change.before !== change.now);
  const isNewFailure = (change: Change) => change.now === 'fail' && change.before !== 'fail';
  const isFixed = (change: Change) => change.before === 'fail' && change.now === 'pass';
  const isAdded = (change: Change) => change.before === undefined && change.now !== 'fail';
  const isGone = (change: Change) => change.now === undefined && change.before !== 'fail';
  const named = [isNewFailure, isFixed, isAdded, isGone];
  return {
    before: { ...before.run, target: before.target.name },
    now: { ...now.run, target: now.target.name },
    newFailures: changes.filter(isNewFailure),
    fixed: changes.filter(isFixed),
    stillFailing: changes.filter((change) => change.before === 'fail' && change.now === 'fail'),
    otherChanges: differing.filter((change) => !named.some((is) => is(change))),
    added: changes.filter(isAdded),
    gone: changes.filter(isGone),
    drift: driftOf(before, now),
    pace: paceOf(before, now),
  };
}

/** Whether anything but speed changed. */
export function isUnchanged(comparison: Comparison): boolean {
  const { newFailures, fixed, otherChanges, added, gone, drift } = comparison;
  return [newFailures, fixed, otherChanges, added, gone, drift].every((part) => part.length === 0);
}

/**
 * Whether the later run is worse: it could not conclude where the earlier one did, something fails that did not, or
 * something that passed is not decided or not checked any more. Drift and speed are shown and judged by nobody.
 */
export function worsened({ before, now, newFailures, otherChanges, gone }: Comparison): boolean {
  const concluded = ({ exitCode }: RunReport['run']) => exitCode === 0 || exitCode === 1;
  const lost = (change: Change) => change.before === 'pass' && change.now !== 'pass' && change.level !== 'MAY';
  return (concluded(before) && !concluded(now)) || newFailures.length > 0 || [...otherChanges, ...gone].some(lost);
}

function changeOf(name: string, before: CheckReport | undefined, now: CheckReport | undefined): Change {
  return {
    name,
    level: now?.level ?? before?.level ?? 'MUST',
    ...(before === undefined ? {} : { before: before.verdict }),
    ...(now === undefined ? {} : { now: now.verdict }),
    reason: now?.reason || (before?.reason ? `was: ${before.reason}` : ''),
  };
}

function driftOf(before: RunReport, now: RunReport): Drift[] {
  const earlier = new Map(before.observations.map((one) => [nameOf(one), one.value]));
  return now.observations.flatMap(({ requirement, operation, value }) => {
    const was = earlier.get(nameOf({ requirement, operation }));
    return was === undefined || was === value ? [] : [{ requirement, operation, before: was, now: value }];
  });
}

function paceOf(before: RunReport, now: RunReport): Pace[] {
  const earlier = meansOf(before);
  return [...meansOf(now)].flatMap(([operation, mean]) => {
    const was = earlier.get(operation);
    if (was === undefined) return [];
    const factor = Math.max(mean, was) / Math.max(1, Math.min(mean, was));
    const differs = factor >= notable.factor && Math.abs(mean - was) >= notable.ms;
    return differs ? [{ operation, before: Math.round(was), now: Math.round(mean) }] : [];
  });
}

function meansOf(report: RunReport): Map<string, number> {
  const totals = new Map<string, { durationMs: number; requests: number }>();
  for (const { operation, durationMs, requests } of report.checks) {
    const total = totals.get(operation) ?? { durationMs: 0, requests: 0 };
    total.durationMs += durationMs;
    total.requests += requests;
    totals.set(operation, total);
  }
  return new Map(
    [...totals].flatMap(([operation, { durationMs, requests }]) =>
      requests === 0 ? [] : [[operation, durationMs / requests] as const],
    ),
  );
}
