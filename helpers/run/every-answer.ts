/** Holds every exchange of a run against the rules for every answer, and gathers one finding for each rule and operation. */
import { catalogue } from '../../contracts/requirements/index.ts';
import type { TransportFailed } from '../failures.ts';
import type { RecordedExchange } from '../report/model.ts';
import type { AnswerRule, Check } from '../spec.ts';
import type { Outcome } from '../verdict.ts';
import type { Recorder } from './recorder.ts';
import type { CheckResult } from './run.ts';

interface Finding {
  readonly broken: string;
  readonly expected: string;
  readonly check: string;
  readonly exchange: RecordedExchange;
}

interface Gathered {
  readonly rule: AnswerRule;
  concerned: number;
  readonly findings: Finding[];
}

/** How many findings of one rule and operation are kept with their exchanges; all are counted. */
const keptFindings = 200;
const shownExchanges = 3;

/**
 * Rules about the status alone. An answer that already broke the requirement of the check which asked for it is not
 * reported a second time under them.
 */
const statusRules = new Set<string>(['answers.no-server-error', 'answers.status-documented']);

/** Starts to listen to the recorder; `results` closes the count. */
export function judgeEveryAnswer(recorder: Recorder, checks: readonly Check[]) {
  const gathered = new Map<Check, Gathered>();
  const byOperation = new Map<string, Gathered[]>();
  for (const check of checks) {
    if (!('rule' in check.decide)) continue;
    const own: Gathered = { rule: check.decide.rule, concerned: 0, findings: [] };
    gathered.set(check, own);
    byOperation.set(check.operation, [...(byOperation.get(check.operation) ?? []), own]);
  }
  const lost = new Map<string, TransportFailed[]>();
  recorder.onRecord((record) => {
    for (const own of byOperation.get(record.operation) ?? []) {
      const found = own.rule(record);
      if (found === 'not concerned') continue;
      own.concerned += 1;
      if (found !== 'kept' && own.findings.length < keptFindings) {
        own.findings.push({ ...found, check: record.check, exchange: record.exchange });
      }
    }
  });
  return {
    /** Takes note of a call that got no answer however often it was begun anew. */
    unanswered(failure: TransportFailed): void {
      if (failure.problem === 'rate-limited') return;
      lost.set(failure.operation, [...(lost.get(failure.operation) ?? []), failure]);
    },
    /** One result for each rule and operation. */
    results(others: readonly CheckResult[]): CheckResult[] {
      const broken = new Set(others.filter(({ outcome }) => outcome.kind === 'broken').map(({ check }) => check.key));
      return [...gathered].map(([check, own]) => {
        if (check.requirement === 'answers.complete') return completeness(check, own, lost.get(check.operation) ?? []);
        const findings = statusRules.has(check.requirement)
          ? own.findings.filter((finding) => !broken.has(finding.check))
          : own.findings;
        return summed(check, own.concerned, findings);
      });
    },
  };
}

function summed(check: Check, concerned: number, findings: readonly Finding[]): CheckResult {
  const first = findings[0];
  if (first === undefined) {
    const outcome: Outcome =
      concerned === 0
        ? { kind: 'not-applicable', reason: `no answer of ${check.operation} was concerned` }
        : { kind: 'kept', reason: '' };
    return result(check, outcome, []);
  }
  const times = findings.length === 1 ? 'once' : `${findings.length} times`;
  return result(
    check,
    {
      kind: 'broken',
      reason: `${first.broken} (${times} in ${concerned} answers of ${check.operation})`,
      expected: first.expected,
      actual: first.broken,
    },
    findings.slice(0, shownExchanges).map(({ exchange }) => exchange),
  );
}

function completeness(check: Check, own: Gathered, failures: readonly TransportFailed[]): CheckResult {
  const [first] = failures;
  if (first === undefined) return summed(check, own.concerned, []);
  const exchanges = failures.flatMap(({ exchange }) => exchange ?? []).slice(0, shownExchanges);
  return result(
    check,
    {
      kind: 'broken',
      reason: `${failures.length === 1 ? 'one call' : `${failures.length} calls`} of ${check.operation} got no complete answer: ${first.message}`,
      expected: catalogue[check.requirement].text,
      actual: first.message,
    },
    exchanges,
  );
}

function result(check: Check, outcome: Outcome, exchanges: readonly RecordedExchange[]): CheckResult {
  return { check, outcome, durationMs: 0, requests: 0, retries: 0, exchanges };
}
