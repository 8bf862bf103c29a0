/** One run against one target, until it ends or is interrupted, and the report of what is known then. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { buildReport, type PlainResult, type RunFacts } from '../helpers/report/build.ts';
import type { ArchivedExchange, RunReport } from '../helpers/report/model.ts';
import type { Closing } from '../helpers/run/plain.ts';
import { newRunId } from '../helpers/run/references.ts';
import type { Target } from '../helpers/target.ts';
import { type Gathered, runChecks } from './run-checks.ts';
import type { Settings } from './settings.ts';

/** What is left of a run. */
export interface Finished {
  readonly report: RunReport;
  /** What the report was decided from. */
  readonly results: readonly PlainResult[];
  readonly facts: RunFacts;
  /** Every exchange, not only those that decided a check. */
  readonly exchanges: readonly ArchivedExchange[];
}

/** How long an interrupted run may take to tell what it sent, in ms. */
const closingMs = 1500;

/** Runs the selected checks. SIGINT and SIGTERM end it early. */
export async function checkTarget(target: Target, settings: Settings): Promise<Finished> {
  const startedAt = new Date();
  const runId = newRunId(startedAt);
  const { seed, only, shard } = settings;
  const part = shard === undefined ? {} : { shard };
  let interrupt: () => void = () => {};
  const interrupted = new Promise<true>((resolve) => {
    interrupt = () => resolve(true);
  });
  process.once('SIGINT', interrupt);
  process.once('SIGTERM', interrupt);
  process.stderr.write(`checking ${target.name} at ${target.url}\n`);
  const running = runChecks({ target, runId, seed, startedAt: startedAt.toISOString(), only, ...part }, showProgress);
  const wasInterrupted = await Promise.race([interrupted, running.done.then(() => false)]);
  // What ends only because the run does says nothing of the server.
  const results = [...running.gathered.results];
  if (wasInterrupted) {
    // For what was sent and created so far; the checks that are under way are not waited for.
    await Promise.race([running.stop(), sleep(closingMs)]);
  }
  if (process.stderr.isTTY) process.stderr.write('\r');
  const { closing, breakdown } = running.gathered;
  const facts: RunFacts = {
    ...factsOf(target, settings, { runId, startedAt, endedAt: new Date() }, closing),
    ...(closing === undefined ? { reached: results.length > 0, credentialsAccepted: results.length > 0 } : {}),
    interrupted: wasInterrupted,
    ...(breakdown === undefined ? {} : { breakdown }),
  };
  return { report: buildReport(results, facts), results, facts, exchanges: closing?.exchanges ?? [] };
}

/** When a run was, and under which id. */
export interface Occasion {
  readonly runId: string;
  readonly startedAt: Date;
  readonly endedAt: Date;
}

/** What is known of a run beside its results. */
export function factsOf(
  target: Target,
  { only, seed, gate, gateDrift, shard }: Pick<Settings, 'only' | 'seed' | 'gate' | 'gateDrift' | 'shard'>,
  { runId, startedAt, endedAt }: Occasion,
  closing: Closing | undefined,
): RunFacts {
  return {
    suite: suite(),
    target: { name: target.name, url: target.url },
    id: runId,
    startedAt: startedAt.toISOString(),
    durationMs: endedAt.getTime() - startedAt.getTime(),
    requests: closing?.requests ?? 0,
    seed,
    gate,
    ...(only === '' ? {} : { only }),
    ...(gateDrift ? { gateDrift: true as const } : {}),
    ...(shard === undefined ? {} : { shard: `${shard.index}/${shard.count}` }),
    environment: { node: process.version, platform: process.platform },
    coverage: closing?.coverage ?? [],
    waivers: target.waivers,
    ...(target.waiverList === undefined ? {} : { waiverList: target.waiverList }),
    ...(target.baseline === undefined ? {} : { baseline: target.baseline }),
    ...(closing === undefined ? {} : { created: closing.created, limited: closing.limited, remarks: closing.remarks }),
    reached: closing?.reached ?? false,
    credentialsAccepted: closing?.credentialsAccepted ?? false,
    interrupted: false,
  };
}

function showProgress(gathered: Gathered): void {
  if (process.stderr.isTTY) process.stderr.write(`\r${gathered.results.length} of ${gathered.total} checks `);
}

/** What stands in every report about the suite itself. */
export function suite(): RunReport['suite'] {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  return { name: 'abillify-conformance', version, commit: commitOf() };
}

function commitOf(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], {
      cwd: new URL('..', import.meta.url),
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return 'unknown';
  }
}
