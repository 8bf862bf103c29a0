/** From the results of a run to the report that every format is written from. */
import { catalogue, isRequirementId, requirementIds } from '../../contracts/requirements/index.ts';
import { driftFrom, gatingDrift } from '../drift.ts';
import type { CheckResult } from '../run/run.ts';
import { checkKey } from '../spec.ts';
import type { Baseline, Waiver, WaiverList } from '../target.ts';
import { conclude, type Decision, decide } from '../verdict.ts';
import { applyWaivers } from '../waivers.ts';
import type {
  CheckReport,
  Coverage,
  CreatedReport,
  LimitedReport,
  RunReport,
  Verdict,
  VerdictCounts,
} from './model.ts';
import { noticesOf } from './notices.ts';

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
  readonly waiverList?: WaiverList;
  readonly baseline?: Baseline;
  readonly created?: CreatedReport;
  readonly limited?: LimitedReport;
  /** What a reader has to know beside verdicts, such as a damaged file of earlier runs. */
  readonly remarks?: readonly string[];
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
  // In one order, whatever ended first: what follows from what is told alike in every run.
  const known = results.filter(({ requirement }) => isRequirementId(requirement)).sort(catalogueOrder);
  const undecided = known.map((result) => {
    const { level, restsOn = [], foundation, everyAnswer } = requirementOf(result);
    return {
      ...result,
      key: checkKey(result.requirement, result.operation, result.subject),
      level,
      restsOn,
      ...(foundation === undefined ? {} : { foundation }),
      ...(everyAnswer === undefined ? {} : { everyAnswer }),
    };
  });
  const decisions = decide(undecided);
  const decided = undecided.map((result) => {
    const decision = decisions.get(result.key);
    if (decision === undefined) throw new Error(`no decision for ${result.key}`);
    return { ...result, ...decision };
  });
  const waived = applyWaivers(decided, facts.waivers, facts.startedAt.slice(0, 10));
  const checks = inTellingOrder(decided.map((result) => checkReport(result, waived.byCheck.get(result.key))));
  const observations = known.flatMap(({ requirement, operation, observation }) =>
    observation === undefined ? [] : [{ requirement, operation, value: observation }],
  );
  const drift = facts.baseline === undefined ? [] : driftFrom(facts.baseline, checks, observations);
  const suiteDefects =
    results.filter(({ outcome }) => outcome.kind === 'suite-defect').length + (facts.breakdown === undefined ? 0 : 1);
  const { exitCode, conclusion } = conclude({
    gate: facts.gate,
    checks,
    invalidWaivers: waived.problems.length,
    gatingDrift: facts.gateDrift === true ? gatingDrift(drift, checks).length : 0,
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
      ...(facts.only === undefined ? {} : { only: facts.only }),
      ...(facts.gateDrift === true ? { gateDrift: true as const } : {}),
      ...(facts.shard === undefined ? {} : { shard: facts.shard }),
      exitCode,
      conclusion,
      ...(facts.interrupted ? { interrupted: true as const } : {}),
      environment: facts.environment,
    },
    summary: { MUST: count(checks, 'MUST'), SHOULD: count(checks, 'SHOULD'), MAY: { observed: observations.length } },
    checks,
    observations,
    drift,
    coverage: facts.coverage,
    ...(facts.created === undefined ? {} : { created: facts.created }),
    ...(facts.limited === undefined ? {} : { limited: facts.limited }),
    notices: noticesOf(facts, checks, waived),
  };
}

type Decided = PlainResult & Decision;

function checkReport(result: Decided, waiver: Waiver | undefined): CheckReport {
  const { level, text, consequence, source } = requirementOf(result);
  const verdict: Verdict = waiver === undefined ? result.verdict : 'waived';
  return {
    requirement: result.requirement,
    operation: result.operation,
    ...(result.subject === '' ? {} : { subject: result.subject }),
    level,
    verdict,
    reason:
      waiver === undefined ? result.reason : `waived until ${waiver.expires} by ${waiver.owner}: ${waiver.reason}`,
    ...(result.outcome.expected === undefined ? {} : { expected: result.outcome.expected }),
    ...(result.outcome.actual === undefined ? {} : { actual: result.outcome.actual }),
    text,
    consequence,
    source,
    durationMs: Math.round(result.durationMs),
    requests: result.requests,
    ...(result.retries === 0 ? {} : { retries: result.retries }),
    ...(result.followsFrom.length === 0 ? {} : { followsFrom: result.followsFrom }),
    exchanges: verdict === 'pass' || verdict === 'not-applicable' ? [] : result.exchanges.slice(-shownExchanges),
  };
}

function requirementOf({ requirement }: { readonly requirement: string }) {
  if (!isRequirementId(requirement)) throw new Error(`${requirement} is not in the catalogue`);
  return catalogue[requirement];
}

function count(reports: readonly CheckReport[], level: 'MUST' | 'SHOULD'): VerdictCounts {
  const counts = { pass: 0, fail: 0, inconclusive: 0, 'not-applicable': 0, waived: 0 };
  for (const report of reports) if (report.level === level) counts[report.verdict] += 1;
  return counts;
}

interface Named {
  readonly requirement: string;
  readonly operation: string;
  readonly subject?: string;
}

const places = new Map(
  requirementIds
    .flatMap((id) => catalogue[id].operations.map((operation) => checkKey(id, operation)))
    .map((key, index) => [key, index]),
);

/** As the catalogue lists them, whatever ended first: two runs list alike. */
function catalogueOrder(left: Named, right: Named): number {
  const place = ({ requirement, operation }: Named) => places.get(checkKey(requirement, operation)) ?? places.size;
  const [one = '', other = ''] = [left.subject, right.subject];
  return place(left) - place(right) || (one < other ? -1 : one > other ? 1 : 0);
}

/** Failures first, MUST before SHOULD, calls of their own before what was gathered from every answer; else as they come. */
function inTellingOrder(reports: readonly CheckReport[]): CheckReport[] {
  const rank = (report: CheckReport) => {
    const verdict = ['fail', 'waived', 'inconclusive'].indexOf(report.verdict);
    if (verdict < 0) return 100;
    const gathered = requirementOf(report).everyAnswer === true ? 1 : 0;
    return verdict * 10 + (report.level === 'MUST' ? 0 : 2) + gathered;
  };
  return [...reports].sort((left, right) => rank(left) - rank(right));
}
