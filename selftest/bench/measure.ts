/** Measuring runs: time, CPU, requests and memory. */
import { newRunId } from '../../helpers/run/references.ts';
import { startRun } from '../../helpers/run/run.ts';
import type { Check } from '../../helpers/spec.ts';
import { startSandbox } from '../../sandbox/start.ts';
import { checks as all } from '../../specs/all.ts';
import { sandboxTarget } from '../suite/target.ts';
import { chainLength } from './chain.ts';

/** What a run cost. Times in ms, memory in bytes. */
export interface Cost {
  readonly latencyMs: number;
  readonly wallMs: number;
  readonly cpuMs: number;
  readonly checks: number;
  readonly requests: number;
  /** Calls that had to wait for each other: of the first words, and of the longest check. */
  readonly chain: number;
  readonly residentBytes: number;
}

/** Runs checks against a sandbox in this process that answers each request after `latencyMs`. */
export async function measureRun(latencyMs: number, checks: readonly Check[] = all): Promise<Cost> {
  const sandbox = await startSandbox({ managementPort: false, latencyMs: [latencyMs, latencyMs] });
  try {
    const cpu = process.cpuUsage();
    const start = performance.now();
    const startedAt = new Date();
    // As long as a run by the command, which waits for its keys to grow old.
    const limits = { concurrency: 0, requestTimeoutMs: 10_000, settleTimeoutMs: 10_000, keyAgeMs: 1500 };
    const run = startRun({
      target: sandboxTarget(sandbox, limits),
      checks,
      runId: newRunId(startedAt),
      seed: 1,
      startedAt,
    });
    const results = await run.results;
    const used = process.cpuUsage(cpu);
    const first = run.session.recorder.exchanges.slice(0, 3);
    return {
      latencyMs,
      wallMs: performance.now() - start,
      cpuMs: (used.user + used.system) / 1000,
      checks: results.length,
      requests: run.session.recorder.requests,
      chain: chainLength(first) + Math.max(0, ...results.map(({ exchanges }) => chainLength(exchanges))),
      residentBytes: process.memoryUsage().rss,
    };
  } finally {
    await sandbox.close();
  }
}
