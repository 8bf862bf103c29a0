/** Holds every exchange of a run against the rules for every answer, and gathers one finding for each rule and operation. */
import { catalogue } from '../../contracts/requirements/index.ts';
import type { TransportFailed } from '../failures.ts';
import type { AnswerRule, Check } from '../spec.ts';
import type { Recorder } from './recorder.ts';
import type { CheckResult } from './run.ts';
import { type Finding, judgeTally, type Loss, tallyOf } from './tally.ts';

interface Gathered {
  readonly rule: AnswerRule;
  concerned: number;
  readonly findings: Finding[];
}

/**
 * Rules about the status alone. An answer that already broke the requirement of the check which asked for it is not
 * reported a second time under them.
 */
const statusRules = new Set<string>(['answers.no-server-error', 'answers.status-documented']);

/** A function that ranks checks as they are listed; what several of them share comes first. */
export function rankOf(checks: readonly Pick<Check, 'key'>[]): (check: string) => number {
  const ranks = new Map(checks.map(({ key }, index) => [key, index]));
  return (check) => ranks.get(check) ?? -1;
}

/** Starts to listen to the recorder; `results` closes the count. */
export function judgeEveryAnswer(recorder: Recorder, checks: readonly Check[], redact: (text: string) => string) {
  const gathered = new Map<Check, Gathered>();
  const byOperation = new Map<string, Gathered[]>();
  for (const check of checks) {
    if (!('rule' in check.decide)) continue;
    const own: Gathered = { rule: check.decide.rule, concerned: 0, findings: [] };
    gathered.set(check, own);
    byOperation.set(check.operation, [...(byOperation.get(check.operation) ?? []), own]);
  }
  const lost = new Map<string, Loss[]>();
  recorder.onRecord((record) => {
    if (record.unjudged === true) return;
    for (const own of byOperation.get(record.operation) ?? []) {
      const found = own.rule(record);
      if (found === 'not concerned') continue;
      own.concerned += 1;
      if (found === 'kept') continue;
      // What a rule found may quote an echo of what was sent.
      const [broken, expected] = [redact(found.broken), redact(found.expected)];
      own.findings.push({ broken, expected, check: record.check, exchange: record.exchange });
    }
  });
  return {
    /** Takes note of a call that got no answer however often it was begun anew. */
    unanswered({ problem, operation, message, exchange }: TransportFailed, check: string): void {
      if (problem === 'rate-limited' || problem === 'not-sent') return;
      const loss: Loss = { message: redact(message), check, ...(exchange === undefined ? {} : { exchange }) };
      lost.set(operation, [...(lost.get(operation) ?? []), loss]);
    },
    /** One result for each rule and operation. */
    results(others: readonly CheckResult[]): CheckResult[] {
      const broken = new Set(others.filter(({ outcome }) => outcome.kind === 'broken').map(({ check }) => check.key));
      const rank = rankOf(checks);
      return [...gathered].map(([check, own]) => {
        const { requirement, operation } = check;
        const findings = statusRules.has(requirement)
          ? own.findings.filter((finding) => !broken.has(finding.check))
          : own.findings;
        const losses = requirement === 'answers.complete' ? (lost.get(operation) ?? []) : [];
        const tally = tallyOf(own.concerned, findings, losses, rank);
        const judged = judgeTally(operation, tally, catalogue[requirement].text);
        return { check, ...judged, durationMs: 0, requests: 0, retries: 0, tally };
      });
    },
  };
}
