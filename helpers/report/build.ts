/** From the results of a run to the report that every format is written from. */
import { catalogue, isRequirementId } from '../../contracts/requirements/index.ts';
import type { CheckResult } from '../run/run.ts';
import { checkKey } from '../spec.ts';
import type { Waiver } from '../target.ts';
import { conclude, decide } from '../verdict.ts';
import type { CheckReport, Coverage, Notice, RunReport, Verdict, VerdictCounts } from './model.ts';

/** What came of one check, in a form that can cross from one thread to another. */
export interface PlainResult extends Omit<CheckResult, 'check'> {
  readonly requirement: string;
  readonly operation: string;
  readonly subject: string;
}

/** What is known of a run beside its results. */
export interface RunFacts extends Omit<RunReport['run'], 'exitCode' | 'conclusion' | 'interrupted'> {
  readonly suite: RunReport['suite'];
  readonly target: RunReport['target'];
  readonly coverage: readonly Coverage[];
  readonly waivers: readonly Waiver[];
  readonly reached: boolean;
  readonly credentialsAccepted: boolean;
  readonly interrupted: boolean;
  /** Set where the suite itself broke down outside of any check. */
  readonly breakdown?: string;
}

/** How many exchanges a check carries into the report: the last ones, which decided it. */
const shownExchanges = 12;

/** Decides every check and sums them up. */
export function buildReport(results: readonly PlainResult[], facts: RunFacts): RunReport {
  const known = results.filter(({ requirement }) => isRequirementId(requirement));
  const undecided = known.map((result) => {
    const { level, restsOn = [] } = requirementOf(result);
    return { ...result, key: checkKey(result.requirement, result.operation, result.subject), level, restsOn };
  });
  const decisions = decide(undecided);
  const notices: Notice[] = [];
  const used = new Set<Waiver>();
  const today = facts.startedAt.slice(0, 10);
  const reports = undecided.map((result): CheckReport => {
    const decision = decisions.get(result.key);
    if (decision === undefined) throw new Error(`no decision for ${result.key}`);
    const waiver = decision.verdict === 'fail' ? waiverOf(result, facts.waivers, today) : undefined;
    if (waiver !== undefined) used.add(waiver);
    const { level, text, consequence, source } = requirementOf(result);
    const verdict: Verdict = waiver === undefined ? decision.verdict : 'waived';
    const reason =
      waiver === undefined ? decision.reason : `waived until ${waiver.expires} by ${waiver.owner}: ${waiver.reason}`;
    return {
      requirement: result.requirement,
      operation: result.operation,
      ...(result.subject === '' ? {} : { subject: result.subject }),
      level,
      verdict,
      reason,
      ...(result.outcome.expected === undefined ? {} : { expected: result.outcome.expected }),
      ...(result.outcome.actual === undefined ? {} : { actual: result.outcome.actual }),
      text,
      consequence,
      source,
      durationMs: Math.round(result.durationMs),
      requests: result.requests,
      ...(result.retries === 0 ? {} : { retries: result.retries }),
      ...(decision.followsFrom.length === 0 ? {} : { followsFrom: decision.followsFrom }),
      exchanges: verdict === 'pass' || verdict === 'not-applicable' ? [] : result.exchanges.slice(-shownExchanges),
    };
  });
  for (const waiver of facts.waivers) {
    const text = `waiver of ${waiver.requirement} @ ${waiver.operation}`;
    if (waiver.expires < today)
      notices.push({ severity: 'error', text: `${text} expired on ${waiver.expires}: mend or renew it` });
    else if (!used.has(waiver)) notices.push({ severity: 'error', text: `${text} matches no failure: delete it` });
  }
  const invalidWaivers = notices.length;
  const flaky = reports.filter(({ retries }) => retries !== undefined);
  if (flaky.length > 0) {
    notices.push({ severity: 'warning', text: `${flaky.length} checks were begun anew after a lost connection` });
  }
  if (facts.breakdown !== undefined) notices.push({ severity: 'error', text: facts.breakdown });
  const suiteDefects =
    results.filter(({ outcome }) => outcome.kind === 'suite-defect').length + (facts.breakdown === undefined ? 0 : 1);
  const observations = known.flatMap(({ requirement, operation, observation }) =>
    observation === undefined ? [] : [{ requirement, operation, value: observation }],
  );
  const { exitCode, conclusion } = conclude({
    gate: facts.gate,
    checks: reports,
    invalidWaivers,
    gatingDrift: 0,
    reached: facts.reached,
    credentialsAccepted: facts.credentialsAccepted,
    suiteDefects,
    interrupted: facts.interrupted,
  });
  return {
    schemaVersion: 1,
    suite: facts.suite,
    target: facts.target,
    run: {
      id: facts.id,
      startedAt: facts.startedAt,
      durationMs: facts.durationMs,
      requests: facts.requests,
      seed: facts.seed,
      gate: facts.gate,
      exitCode,
      conclusion,
      ...(facts.interrupted ? { interrupted: true as const } : {}),
      environment: facts.environment,
    },
    summary: { MUST: count(reports, 'MUST'), SHOULD: count(reports, 'SHOULD'), MAY: { observed: observations.length } },
    checks: inTellingOrder(reports),
    observations,
    drift: [],
    coverage: facts.coverage,
    notices,
  };
}

function requirementOf({ requirement }: { readonly requirement: string }) {
  if (!isRequirementId(requirement)) throw new Error(`${requirement} is not in the catalogue`);
  return catalogue[requirement];
}

function waiverOf(result: PlainResult, waivers: readonly Waiver[], today: string): Waiver | undefined {
  return waivers.find(
    ({ requirement, operation, expires }) =>
      requirement === result.requirement && operation === result.operation && expires >= today,
  );
}

function count(reports: readonly CheckReport[], level: 'MUST' | 'SHOULD'): VerdictCounts {
  const counts = { pass: 0, fail: 0, inconclusive: 0, 'not-applicable': 0, waived: 0 };
  for (const report of reports) if (report.level === level) counts[report.verdict] += 1;
  return counts;
}

/** Failures first, MUST before SHOULD, calls of their own before what was gathered from every answer; then as in the catalogue. */
function inTellingOrder(reports: readonly CheckReport[]): CheckReport[] {
  const rank = (report: CheckReport) => {
    const verdict = ['fail', 'waived', 'inconclusive'].indexOf(report.verdict);
    if (verdict < 0) return 100;
    const gathered = requirementOf(report).everyAnswer === true ? 1 : 0;
    return verdict * 10 + (report.level === 'MUST' ? 0 : 2) + gathered;
  };
  return reports
    .map((report, index) => ({ report, index }))
    .sort((left, right) => rank(left.report) - rank(right.report) || left.index - right.index)
    .map(({ report }) => report);
}
