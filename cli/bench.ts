/** `npm run bench`: what a run costs, how it stands up to latency, and how the kill matrix grows. Nothing is asserted. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { parseReport } from '../helpers/report/schema.ts';
import { faults } from '../sandbox/faults/index.ts';
import { measureRun } from '../selftest/bench/measure.ts';
import type { Case } from '../selftest/kill-matrix/run-case.ts';
import { runCases } from '../selftest/kill-matrix/run-cases.ts';

new Command('bench')
  .description('Measures whole runs against the sandbox on this machine: time, CPU, memory, latency, the kill matrix.')
  .allowExcessArguments(false)
  .parse();

const seconds = (ms: number) => `${(ms / 1000).toFixed(2)} s`;
const say = (line: string) => process.stdout.write(`${line}\n`);

say(`Node.js ${process.versions.node}, ${availableParallelism()} cores`);

say('\nnpm run conformance, start-up and reports included:');
const folder = mkdtempSync(join(tmpdir(), 'abillify-bench-'));
try {
  for (const turn of [1, 2, 3]) {
    const start = performance.now();
    const command = fileURLToPath(new URL('./conformance.mjs', import.meta.url));
    const { status } = spawnSync(process.execPath, [command, '--out', folder, '--state', folder], {
      stdio: 'ignore',
    });
    const wallMs = performance.now() - start;
    const path = join(folder, 'conformance.json');
    const { run, checks } = parseReport(readFileSync(path, 'utf8'), path);
    const rate = Math.round((checks.length / wallMs) * 1000);
    say(
      `  ${turn}: exit ${status}, ${seconds(wallMs)}, ${run.requests} requests, ${checks.length} checks, ${rate} a second`,
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
  const against =
    bound === 0
      ? ''
      : `, ${(cost.wallMs / bound).toFixed(2)} × the lower bound (${cost.chain} dependent calls, ${seconds(bound)})`;
  say(
    `  ${String(latencyMs).padStart(3)} ms latency: ${seconds(cost.wallMs)}, CPU ${seconds(cost.cpuMs)}, ${cost.requests} requests, ${Math.round(cost.residentBytes / 2 ** 20)} MB resident${against}`,
  );
}

say('\nkill matrix, start-up of its processes included:');
for (const count of [10, 20, 40]) {
  const step = Math.floor(faults.length / count);
  const cases = faults.filter((_, index) => index % step === 0).slice(0, count);
  const start = performance.now();
  await runCases(
    cases.map(({ id }): Case => ({ kind: 'fault', id })),
    availableParallelism(),
  );
  const wallMs = performance.now() - start;
  say(`  ${count} faults: ${seconds(wallMs)}, ${seconds(wallMs / count)} a fault`);
}
