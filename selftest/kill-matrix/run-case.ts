/** One whole run against the sandbox with one deviation in force, summed up. */
import { catalogue } from '../../contracts/requirements/index.ts';
import { buildReport } from '../../helpers/report/build.ts';
import { plainResult } from '../../helpers/run/plain.ts';
import { defaultLimits } from '../../helpers/target.ts';
import { type FaultId, faultOf } from '../../sandbox/faults/index.ts';
import { type FreedomId, freedomOf } from '../../sandbox/freedoms/index.ts';
import type { Sandbox } from '../../sandbox/start.ts';
import { checks } from '../../specs/all.ts';
import { overNights, runOnSecondNight } from '../suite/nights.ts';
import { runToEnd, sandboxTarget } from '../suite/target.ts';

/** A deviation of the sandbox, and what the suite has to say of it. */
export type Case =
  | { readonly kind: 'fault'; readonly id: FaultId }
  | { readonly kind: 'freedom'; readonly id: FreedomId };

/** What a run said of a case. */
export interface CaseResult {
  readonly kind: Case['kind'];
  readonly id: string;
  readonly sentence: string;
  /** The requirement that a fault is meant to break. */
  readonly breaks?: string;
  /** Set for a freedom that keeps every MUST but not every SHOULD. */
  readonly keeps?: 'MUST';
  /** Requirements that failed, each once, in the order in which the summary tells them. */
  readonly failed: readonly { readonly requirement: string; readonly level: string; readonly reason: string }[];
  readonly inconclusive: readonly { readonly requirement: string; readonly reason: string }[];
  readonly suiteDefects: readonly string[];
  readonly exitCode: number;
  readonly requests: number;
  readonly durationMs: number;
}

/** Longer than a server forgets a key that it should keep, where that is the fault. */
const ageOfForgottenKeysMs = 1800;

/** Runs every check against a sandbox with the deviation of the case in force. */
export async function runCase(sandbox: Sandbox, one: Case): Promise<CaseResult> {
  sandbox.use(one.kind === 'fault' ? { faults: [one.id] } : { freedoms: [one.id] });
  const fault = one.kind === 'fault' ? faultOf(one.id) : undefined;
  const freedom = one.kind === 'freedom' ? freedomOf(one.id) : undefined;
  const start = performance.now();
  const keyAgeMs = fault?.breaks === 'idempotency.key-kept-for-a-while' ? ageOfForgottenKeysMs : 100;
  // Freedoms may take their time; a fault is known to leave the sandbox as quick as it is.
  const patience = fault ? {} : { settleTimeoutMs: 4000, commitMs: defaultLimits.commitMs };
  const target = sandboxTarget(sandbox, { keyAgeMs, ...patience });
  const nightly = fault?.breaks === overNights;
  const run = nightly ? runOnSecondNight(sandbox, target, checks) : runToEnd(target, checks);
  const results = (await run).map(plainResult);
  const durationMs = performance.now() - start;
  const requests = results.reduce((sum, result) => sum + result.requests, 0);
  const report = buildReport(results, {
    suite: { name: 'abillify-conformance', version: '', commit: '' },
    target: { name: 'sandbox', url: target.url },
    id: one.id,
    startedAt: new Date(0).toISOString(),
    durationMs,
    requests,
    seed: 1,
    gate: catalogue[fault?.breaks ?? 'idempotency.replay-same-response'].level === 'SHOULD' ? 'should' : 'must',
    environment: {},
    coverage: [],
    waivers: [],
    reached: true,
    credentialsAccepted: true,
    interrupted: false,
  });
  const failed = new Map<string, CaseResult['failed'][number]>();
  const inconclusive = new Map<string, CaseResult['inconclusive'][number]>();
  for (const { requirement, level, verdict, reason } of report.checks) {
    if (verdict === 'fail' && !failed.has(requirement)) failed.set(requirement, { requirement, level, reason });
    if (verdict === 'inconclusive' && !inconclusive.has(requirement)) {
      inconclusive.set(requirement, { requirement, reason });
    }
  }
  return {
    kind: one.kind,
    id: one.id,
    sentence: fault?.sentence ?? freedom?.sentence ?? '',
    ...(fault === undefined ? {} : { breaks: fault.breaks }),
    ...(freedom?.keeps === undefined ? {} : { keeps: freedom.keeps }),
    failed: [...failed.values()],
    inconclusive: [...inconclusive.values()],
    suiteDefects: results.flatMap(({ outcome }) => (outcome.kind === 'suite-defect' ? [outcome.reason] : [])),
    exitCode: report.run.exitCode,
    requests,
    durationMs,
  };
}
