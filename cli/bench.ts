/** `npm run bench`: what a run costs, how it stands up to latency, and how the kill matrix grows. Goals that are missed are named. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { requirementIds } from '../contracts/requirements/index.ts';
import { parseReport } from '../helpers/report/schema.ts';
import { faults } from '../sandbox/faults/index.ts';
import { childrenCpuMs } from '../selftest/bench/children.ts';
import { measureRun } from '../selftest/bench/measure.ts';
import type { Case } from '../selftest/kill-matrix/run-case.ts';
import { runCases } from '../selftest/kill-matrix/run-cases.ts';
import { checks } from '../specs/all.ts';

new Command('bench')
  .description('Measures whole runs against the sandbox on this machine: time, CPU, memory, latency, the kill matrix.')
  .allowExcessArguments(false)
  .parse();

const seconds = (ms: number) => `${(ms / 1000).toFixed(2)} s`;
const say = (line: string) => process.stdout.write(`${line}\n`);

/** What is aimed at, on two cores. */
const goals = { wholeMs: 5000, timesTheBound: 1.5, faults: 150, matrixMs: 120_000 };
const missed: string[] = [];
/** The verdict on a goal, for the end of a line. */
function against(goal: string, reached: boolean): string {
  if (!reached) missed.push(goal);
  return ` (goal: ${goal}: ${reached ? 'reached' : 'MISSED'})`;
}

say(`Node.js ${process.versions.node}, ${availableParallelism()} cores`);

say('\nnpm run conformance, start-up and reports included:');
const folder = mkdtempSync(join(tmpdir(), 'abillify-bench-'));
try {
  for (const turn of [1, 2, 3]) {
    const [start, before] = [performance.now(), childrenCpuMs()];
    const command = fileURLToPath(new URL('./conformance.mjs', import.meta.url));
    const { status } = spawnSync(process.execPath, [command, '--out', folder, '--state', folder], {
      stdio: 'ignore',
    });
    const wallMs = performance.now() - start;
    const after = childrenCpuMs();
    const cpu = before === undefined || after === undefined ? '' : `, CPU ${seconds(after - before)}`;
    const path = join(folder, 'conformance.json');
    const { run, checks: judged } = parseReport(readFileSync(path, 'utf8'), path);
    const rate = Math.round((judged.length / wallMs) * 1000);
    say(
      `  ${turn}: exit ${status}, ${seconds(wallMs)}${cpu}, ${run.requests} requests, ${judged.length} checks, ${rate} a second${against('under 5 s', wallMs < goals.wholeMs)}`,
    );
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

say('\nin one process, without start-up and reports, concurrency unlimited:');
await measureRun(0);
for (const latencyMs of [0, 50, 200]) {
  const cost = await measureRun(latencyMs);
  const bound = cost.chain * latencyMs;
  const times = cost.wallMs / bound;
  const goal = latencyMs === 200 ? against('at 200 ms no more than 1.5 ×', times <= goals.timesTheBound) : '';
  const relation =
    bound === 0
      ? ''
      : `, ${times.toFixed(2)} × the lower bound (${cost.chain} dependent calls, ${seconds(bound)})${goal}`;
  say(
    `  ${String(latencyMs).padStart(3)} ms latency: ${seconds(cost.wallMs)}, CPU ${seconds(cost.cpuMs)}, ${cost.requests} requests, ${Math.round(cost.residentBytes / 2 ** 20)} MB resident${relation}`,
  );
}

say('\nthe same without latency, by the number of requirements:');
for (const share of [4, 2, 1]) {
  const ids = requirementIds.filter((_, index) => index % share === 0);
  const { wallMs, cpuMs, requests } = await measureRun(
    0,
    checks.filter(({ requirement }) => ids.includes(requirement)),
  );
  say(`  ${ids.length} requirements: ${seconds(wallMs)}, CPU ${seconds(cpuMs)}, ${requests} requests`);
}

say('\nkill matrix, start-up of its processes included:');
const sizes = [10, 20, 40];
for (const count of sizes) {
  const step = Math.floor(faults.length / count);
  const cases = faults.filter((_, index) => index % step === 0).slice(0, count);
  const start = performance.now();
  await runCases(
    cases.map(({ id }): Case => ({ kind: 'fault', id })),
    availableParallelism(),
  );
  const wallMs = performance.now() - start;
  const whole = (wallMs / count) * goals.faults;
  const goal = count === sizes.at(-1) ? against(`${goals.faults} faults in 2 min`, whole < goals.matrixMs) : '';
  say(
    `  ${count} faults: ${seconds(wallMs)}, ${seconds(wallMs / count)} a fault, so ${goals.faults} take ${seconds(whole)}${goal}`,
  );
}

say(missed.length === 0 ? '\nevery goal is reached' : `\nmissed: ${[...new Set(missed)].join('; ')}`);
