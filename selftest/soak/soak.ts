/** Many runs of the same checks, each in another order and at another speed: their verdicts have to be the same. */

import { seedOf } from '../../helpers/invent.ts';
import { buildReport } from '../../helpers/report/build.ts';
import { plainResult } from '../../helpers/run/plain.ts';
import { newRunId } from '../../helpers/run/references.ts';
import { startRun } from '../../helpers/run/run.ts';
import { type Check, checkKey } from '../../helpers/spec.ts';
import type { Target } from '../../helpers/target.ts';
import { startSandbox } from '../../sandbox/start.ts';
import { type StrangerName, strangers, strangerTarget } from '../strangers/index.ts';
import { sandboxTarget } from '../suite/target.ts';

/** What can be soaked. */
export const soakTargets = ['sandbox', ...(Object.keys(strangers) as StrangerName[])] as const;
export type SoakTarget = 'sandbox' | StrangerName;

export interface SoakOptions {
  readonly target: SoakTarget;
  readonly checks: readonly Check[];
  readonly runs: number;
  /** Runs side by side on one server. */
  readonly atOnce: number;
  /** Every second run calls with the accounts the other way round. */
  readonly swapsAccounts?: boolean;
  /** Shortest and longest time, in ms, before the sandbox looks at a request. */
  readonly latencyMs: readonly [number, number];
  readonly seed: number;
  /** Called as each run ends. */
  readonly onRun?: (run: SoakRun) => void;
}

/** What one run said. */
export interface SoakRun {
  readonly number: number;
  readonly exitCode: number;
  readonly durationMs: number;
  /** Verdict, answer of an open question and reason by key of the check. */
  readonly verdicts: ReadonlyMap<string, Said>;
}

interface Said {
  readonly verdict: string;
  readonly reason: string;
}

/** Where a run said something else than the first. */
export interface Difference {
  readonly run: number;
  readonly check: string;
  readonly first: Said | undefined;
  readonly now: Said | undefined;
}

/** Runs the checks as often as asked. Each group of runs side by side has a server of its own. */
export async function soak(options: SoakOptions): Promise<{ runs: SoakRun[]; differences: Difference[] }> {
  const { target: name, runs: count, atOnce, swapsAccounts = false, latencyMs, seed, onRun } = options;
  const runs: SoakRun[] = [];
  while (runs.length < count) {
    const first = runs.length + 1;
    const { target, close } = await serve(name, latencyMs, seed + first);
    try {
      const numbers = Array.from({ length: Math.min(atOnce, count - runs.length) }, (_, index) => first + index);
      const group = await Promise.all(
        numbers.map((number) => {
          const own = swapsAccounts && number % 2 === 0 ? swapped(target) : target;
          return oneRun(own, shuffled(options.checks, seed + number), number);
        }),
      );
      for (const run of group) onRun?.(run);
      runs.push(...group);
    } finally {
      await close();
    }
  }
  return { runs, differences: differencesIn(runs) };
}

async function serve(name: SoakTarget, latencyMs: readonly [number, number], seed: number) {
  // Long enough for a busy machine: what is measured is whether verdicts depend on time, not whether the machine is fast.
  const limits = { requestTimeoutMs: 20_000, settleTimeoutMs: 5000, keyAgeMs: 1500 };
  if (name === 'sandbox') {
    const sandbox = await startSandbox({ managementPort: false, latencyMs, seed });
    return { target: sandboxTarget(sandbox, limits), close: () => sandbox.close() };
  }
  const stranger = await strangers[name]();
  const target = strangerTarget(name, stranger);
  return {
    target: { ...target, limits: { ...target.limits, requestTimeoutMs: 20_000 } },
    close: () => stranger.close(),
  };
}

function swapped(target: Target): Target {
  const { account, secondAccount } = target;
  return secondAccount === undefined ? target : { ...target, account: secondAccount, secondAccount: account };
}

async function oneRun(target: Target, checks: readonly Check[], number: number): Promise<SoakRun> {
  const startedAt = new Date();
  const run = startRun({ target, checks, runId: newRunId(startedAt), seed: 1, startedAt });
  const results = (await run.results).map(plainResult);
  const report = buildReport(results, {
    suite: { name: 'abillify-conformance', version: '', commit: '' },
    target: { name: target.name, url: target.url },
    id: String(number),
    startedAt: startedAt.toISOString(),
    durationMs: Date.now() - startedAt.getTime(),
    requests: run.session.recorder.requests,
    seed: 1,
    gate: 'must',
    environment: {},
    coverage: [],
    waivers: [],
    reached: run.reached(),
    credentialsAccepted: run.credentialsAccepted(),
    interrupted: false,
  });
  const observed = new Map(results.map((result) => [keyOf(result), result.observation ?? '']));
  const said = report.checks.map(({ verdict, reason, ...check }) => {
    const key = keyOf(check);
    const answer = observed.get(key) ?? '';
    return [key, { verdict: answer === '' ? verdict : `${verdict} (${answer})`, reason }] as const;
  });
  return {
    number,
    exitCode: report.run.exitCode,
    durationMs: report.run.durationMs,
    verdicts: new Map(said),
  };
}

const keyOf = (one: { requirement: string; operation: string; subject?: string }) =>
  checkKey(one.requirement, one.operation, one.subject);

/** The same things in an order that depends on the seed alone. */
export function shuffled<Thing>(things: readonly Thing[], seed: number): Thing[] {
  return things
    .map((thing, index) => ({ thing, rank: seedOf(seed, `${index}`) }))
    .sort((left, right) => left.rank - right.rank)
    .map(({ thing }) => thing);
}

/** Everything that runs said otherwise than the first. */
export function differencesIn(runs: readonly SoakRun[]): Difference[] {
  const [reference, ...others] = runs;
  if (reference === undefined) return [];
  return others.flatMap(({ number, verdicts }) => {
    const keys = new Set([...reference.verdicts.keys(), ...verdicts.keys()]);
    return [...keys].flatMap((check) => {
      const [first, now] = [reference.verdicts.get(check), verdicts.get(check)];
      return first?.verdict === now?.verdict ? [] : [{ run: number, check, first, now }];
    });
  });
}
