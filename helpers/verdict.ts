/** All verdict logic, pure: from what happened in each check to verdicts, and from verdicts to the exit code. */
import type { Level } from '../contracts/requirements/index.ts';
import { ArrangementFailed, ExpectationFailed, NotApplicable, TransportFailed } from './failures.ts';
import type { Verdict } from './report/model.ts';

/** What happened in one check, before it is seen beside the others. */
export interface Outcome {
  readonly kind: 'kept' | 'broken' | 'not-arranged' | 'no-answer' | 'not-applicable' | 'suite-defect';
  /** One line; empty for a plain success. */
  readonly reason: string;
  readonly expected?: string;
  readonly actual?: string;
}

/** What is known of a check when all are done. */
export interface Undecided {
  readonly key: string;
  readonly requirement: string;
  readonly operation: string;
  readonly level: Level;
  readonly restsOn: readonly string[];
  /** Everything that is arranged stands on it. */
  readonly foundation?: true;
  /** Judged from calls that other checks made. */
  readonly everyAnswer?: true;
  readonly outcome: Outcome;
}

/** A verdict and why. */
export interface Decision {
  readonly verdict: Verdict;
  readonly reason: string;
  /** The failed checks that this one's failure follows from. */
  readonly followsFrom: readonly string[];
}

/** The outcome of a check that ended by throwing. Only a failed expectation is the server's fault. */
export function outcomeOf(thrown: unknown): Outcome {
  if (thrown instanceof ExpectationFailed) {
    return { kind: 'broken', reason: thrown.message, expected: thrown.expected, actual: thrown.actual };
  }
  if (thrown instanceof NotApplicable) return { kind: 'not-applicable', reason: thrown.message };
  if (thrown instanceof ArrangementFailed) return { kind: 'not-arranged', reason: thrown.message };
  if (thrown instanceof TransportFailed) return { kind: 'no-answer', reason: thrown.message };
  const text = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
  return { kind: 'suite-defect', reason: `the suite itself failed: ${text}` };
}

/**
 * Decides every check, seen beside the others: a broken requirement that rests on another broken one of the same
 * operation (or, where that one has no check there, of any) cannot be told apart from it and is inconclusive. `*` rests
 * on every other requirement, and what made calls of its own rests on the foundations. A requirement never hides behind one of a lower level.
 */
export function decide(checks: readonly Undecided[]): Map<string, Decision> {
  const broken = checks.filter((check) => check.outcome.kind === 'broken');
  const decisions = new Map<string, Decision>();
  for (const check of checks) {
    const roots = check.outcome.kind === 'broken' ? rootsOf(check, checks, broken) : [];
    decisions.set(check.key, decideOne(check.outcome, roots));
  }
  return decisions;
}

function decideOne(outcome: Outcome, roots: readonly string[]): Decision {
  const plain = (verdict: Verdict): Decision => ({ verdict, reason: outcome.reason, followsFrom: [] });
  switch (outcome.kind) {
    case 'kept':
      return plain('pass');
    case 'not-applicable':
      return plain('not-applicable');
    case 'broken':
      if (roots.length === 0) return plain('fail');
      return {
        verdict: 'inconclusive',
        reason: `cannot be told apart from ${roots.join(', ')}: ${outcome.reason}`,
        followsFrom: roots,
      };
    default:
      return plain('inconclusive');
  }
}

function rootsOf(check: Undecided, all: readonly Undecided[], broken: readonly Undecided[]): string[] {
  const seen = new Set<string>([check.requirement]);
  const queue = [...check.restsOn];
  const roots = new Set<string>();
  if (check.foundation !== true && check.everyAnswer !== true) {
    for (const other of broken) if (other.foundation === true) roots.add(`${other.requirement} @ ${other.operation}`);
  }
  while (queue.length > 0) {
    const requirement = queue.shift();
    if (requirement === undefined || seen.has(requirement)) continue;
    seen.add(requirement);
    const candidates = all.filter((other) => other.requirement === requirement);
    const sameOperation = candidates.some((other) => other.operation === check.operation);
    for (const other of broken) {
      const matches = requirement === '*' ? other.requirement !== check.requirement : other.requirement === requirement;
      const concerns = !sameOperation || other.operation === check.operation;
      if (matches && concerns && rank(other.level) >= rank(check.level)) {
        roots.add(`${other.requirement} @ ${other.operation}`);
      }
    }
    for (const candidate of candidates.slice(0, 1)) queue.push(...candidate.restsOn);
  }
  return [...roots];
}

function rank(level: Level): number {
  return { MAY: 0, SHOULD: 1, MUST: 2 }[level];
}

/** What the exit code follows from. */
export interface Ending {
  readonly gate: 'must' | 'should';
  readonly checks: readonly { readonly level: Level; readonly verdict: Verdict }[];
  /** Waivers that are stale, expired, doubled or match nothing. */
  readonly invalidWaivers: number;
  /** Drift that the gate includes. */
  readonly gatingDrift: number;
  readonly reached: boolean;
  readonly credentialsAccepted: boolean;
  readonly suiteDefects: number;
  readonly interrupted: boolean;
}

/** The share of gating checks that may be inconclusive before green means nothing. */
const tolerableInconclusive = 0.2;

/** The exit code of a run and, in one sentence, why. 1 wins over 3: what was broken stays broken. */
export function conclude(ending: Ending): { exitCode: number; conclusion: string } {
  const gating = ending.checks.filter(
    ({ level }) => level === 'MUST' || (ending.gate === 'should' && level === 'SHOULD'),
  );
  const count = (verdict: Verdict) => gating.filter((check) => check.verdict === verdict).length;
  const failed = count('fail');
  const inconclusive = count('inconclusive');
  const decided = count('pass') + failed + count('waived');
  if (ending.interrupted)
    return { exitCode: 130, conclusion: 'The run was interrupted; what was known by then is here.' };
  if (ending.suiteDefects > 0) {
    return { exitCode: 4, conclusion: `The suite itself failed in ${plural(ending.suiteDefects, 'check')}.` };
  }
  if (failed > 0) {
    return {
      exitCode: 1,
      conclusion: `The server broke ${plural(failed, 'gating check')} of ${decided + inconclusive}.`,
    };
  }
  if (ending.invalidWaivers > 0) {
    return { exitCode: 1, conclusion: `${plural(ending.invalidWaivers, 'waiver')} must be mended or deleted.` };
  }
  if (ending.gatingDrift > 0) return { exitCode: 1, conclusion: `${plural(ending.gatingDrift, 'answer')} drifted.` };
  if (!ending.reached) return { exitCode: 3, conclusion: 'No verdict: the target could not be reached.' };
  if (!ending.credentialsAccepted)
    return { exitCode: 3, conclusion: 'No verdict: the target refused the credentials.' };
  if (decided === 0) return { exitCode: 3, conclusion: 'No verdict: not one gating check could be decided.' };
  if (inconclusive > tolerableInconclusive * (decided + inconclusive)) {
    return {
      exitCode: 3,
      conclusion: `No verdict: ${inconclusive} of ${decided + inconclusive} gating checks are inconclusive.`,
    };
  }
  return { exitCode: 0, conclusion: 'The server keeps every gating promise that could be checked.' };
}

function plural(count: number, noun: string): string {
  return count === 1 ? `1 ${noun}` : `${count} ${noun}s`;
}
