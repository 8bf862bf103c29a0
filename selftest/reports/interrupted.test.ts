/** A run that is interrupted: it stops asking, ends 130, and its reports are whole. */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseReport } from '../../helpers/report/schema.ts';
import { type Sandbox, startSandbox } from '../../sandbox/start.ts';

const folder = mkdtempSync(join(tmpdir(), 'interrupted-'));
let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ managementPort: false, latencyMs: [150, 250] });
});
afterAll(async () => {
  await sandbox.close();
  rmSync(folder, { recursive: true, force: true });
});

test('what was known by then is in every report, and nothing of it is kept for the next run', async () => {
  const [account] = sandbox.accounts;
  const out = join(folder, 'reports');
  const child = spawn(process.execPath, ['cli/conformance.mjs', '--out', out, '--state', join(folder, 'state')], {
    env: {
      PATH: process.env.PATH ?? '',
      HOME: process.env.HOME ?? '',
      TARGET_URL: sandbox.url,
      TARGET_USERNAME: account?.username ?? '',
      TARGET_PASSWORD: account?.password ?? '',
    },
    stdio: 'ignore',
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  while (sandbox.statistics().total < 300 && child.exitCode === null) await sleep(50);
  child.kill('SIGINT');
  expect(await ended).toBe(130);
  const path = join(out, 'conformance.json');
  const { run, checks } = parseReport(readFileSync(path, 'utf8'), path);
  expect(run).toMatchObject({ exitCode: 130, interrupted: true });
  for (const name of ['conformance.html', 'conformance.md', 'junit.xml', 'exchanges.har', 'allure-report/index.html']) {
    expect(existsSync(join(out, name)), name).toBe(true);
  }
  const results = readdirSync(join(out, 'allure-results')).filter((name) => name.endsWith('-result.json'));
  expect(results).toHaveLength(checks.length);
  expect(readdirSync(out).filter((name) => name.includes('.part'))).toEqual([]);
  for (const name of ['last-run.json', 'allure-history.jsonl']) {
    expect(existsSync(join(folder, 'state', 'target', name)), name).toBe(false);
  }
});
