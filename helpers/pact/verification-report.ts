/** A verification as a report of the suite: each interaction is a check of its own, so that every format can show it. */
import { catalogue } from '../../contracts/requirements/index.ts';
import type { CheckReport, Notice, RunReport, Verdict, VerdictCounts, verdicts } from '../report/model.ts';
import { conclude } from '../verdict.ts';
import type { Verified, VerifiedInteraction } from './verification.ts';

/** What is known of a verification beside what came of it. */
export interface VerificationFacts {
  readonly suite: RunReport['suite'];
  readonly target: RunReport['target'];
  readonly startedAt: Date;
  readonly durationMs: number;
  readonly seed: number;
  readonly interrupted: boolean;
}

const requirement = 'contract.interactions-hold';
const noCounts: VerdictCounts = { pass: 0, fail: 0, inconclusive: 0, 'not-applicable': 0, waived: 0 };

/** The report of a verification. A contract is all or nothing: what could not be arranged is never green. */
export function verificationReport(verified: Verified, facts: VerificationFacts): RunReport {
  const checks = [...verified.interactions].sort((left, right) => rank(left) - rank(right)).map(checkOf);
  const counts = { ...noCounts };
  for (const { verdict } of checks) counts[verdict] += 1;
  const { exitCode, conclusion } = concluded(verified, checks, facts.interrupted);
  const notices: Notice[] = verified.remarks.map((text) => ({ severity: 'info', text }));
  if (counts.waived > 0) {
    const text = `${counts.waived} pending interactions failed; they do not count until a version of the provider has kept them`;
    notices.push({ severity: 'warning', text });
  }
  return {
    schemaVersion: 1,
    suite: facts.suite,
    target: facts.target,
    run: {
      id: `verification-${facts.startedAt.getTime().toString(36)}`,
      startedAt: facts.startedAt.toISOString(),
      durationMs: facts.durationMs,
      requests: verified.requests,
      seed: facts.seed,
      gate: 'must',
      exitCode,
      conclusion,
      ...(facts.interrupted ? { interrupted: true as const } : {}),
      environment: { node: process.version, platform: process.platform },
    },
    summary: { MUST: counts, SHOULD: noCounts, MAY: { observed: 0 } },
    checks,
    observations: [],
    drift: [],
    coverage: [],
    notices,
  };
}

function rank({ verdict }: { readonly verdict: Verdict }): number {
  return { fail: 0, waived: 1, inconclusive: 2, 'not-applicable': 3, pass: 4 }[verdict];
}

function checkOf(one: VerifiedInteraction): CheckReport {
  const { consumer, description, states, verdict, reason, expected, actual, durationMs, exchanges } = one;
  const given = states.length === 0 ? '' : `Given ${states.join(' and ')}: `;
  return {
    requirement,
    operation: one.operation === '' ? 'unknownRoute' : one.operation,
    subject: `${consumer}: ${description}`,
    level: 'MUST',
    verdict,
    reason,
    ...(expected === undefined ? {} : { expected }),
    ...(actual === undefined ? {} : { actual }),
    text: `${given}${description} is answered as the contract of ${consumer} says.`,
    consequence: `${consumer}, which was built and tested against this contract, fails against the server.`,
    source: catalogue[requirement].source,
    durationMs: Math.round(durationMs),
    requests: exchanges.length,
    exchanges: verdict === 'pass' ? [] : exchanges,
  };
}

function concluded(
  verified: Verified,
  checks: readonly CheckReport[],
  interrupted: boolean,
): { exitCode: number; conclusion: string } {
  const { reached, credentialsAccepted, problem } = verified;
  const count = (verdict: (typeof verdicts)[number]) => checks.filter((check) => check.verdict === verdict).length;
  const [failed, inconclusive] = [count('fail'), count('inconclusive')];
  if (interrupted) return { exitCode: 130, conclusion: 'The verification was interrupted.' };
  if (failed > 0) {
    return { exitCode: 1, conclusion: `The server does not keep ${failed} of ${checks.length} interactions.` };
  }
  if (problem !== '') return { exitCode: 3, conclusion: `No verdict: ${problem}` };
  if (inconclusive > 0) {
    return {
      exitCode: 3,
      conclusion: `No verdict: the states of ${inconclusive} of ${checks.length} interactions could not be arranged.`,
    };
  }
  const ending = { gate: 'must', checks, invalidWaivers: 0, gatingDrift: 0, suiteDefects: 0, interrupted } as const;
  const { exitCode } = conclude({ ...ending, reached, credentialsAccepted });
  return { exitCode, conclusion: `The server keeps all ${checks.length - count('waived')} interactions that count.` };
}
