/** Runs that end before they should: interrupted, starved, broken down. What was known is in reports that are whole. */
import { type ChildProcess, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseReport } from '../../helpers/report/schema.ts';
import { type Sandbox, startSandbox } from '../../sandbox/start.ts';
import { type CommandOptions, conformance, type Ended } from './command.ts';
import { complaints } from './inspect.ts';
import { filesIn } from './run.ts';

const root = mkdtempSync(join(tmpdir(), 'ending-'));
let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ managementPort: false, latencyMs: [20, 60] });
});
afterAll(async () => {
  await sandbox.close();
  rmSync(root, { recursive: true, force: true });
});

const requestsTo = (server: Sandbox) => server.statistics().total;

let folders = 0;
const newFolder = () => join(root, `run-${++folders}`);

/** Runs the command against the slow sandbox, as against any other server. */
function run(out: string, options: CommandOptions = {}, only = 'items.'): Promise<Ended> {
  const [account] = sandbox.accounts;
  const environment = {
    TARGET_URL: sandbox.url,
    TARGET_USERNAME: account?.username ?? '',
    TARGET_PASSWORD: account?.password ?? '',
    ...options.environment,
  };
  const state = join(root, 'state');
  return conformance(['--out', out, '--state', state, '--only', only], { ...options, environment });
}

/** What a run left is whole, and nothing of it goes on. */
function expectWhole(out: string, ended: Ended, hasSent = true) {
  const found = complaints(filesIn(out), ended.output);
  expect(
    found.filter((one) => hasSent || !one.includes('no entry')),
    ended.errors,
  ).toEqual([]);
  expect(ended.errors).not.toMatch(/\n\s+at /);
  expect(ended.leftBehind, 'a process that goes on').toBe(false);
  return parseReport(filesIn(out).get('conformance.json') ?? '', out);
}

describe.concurrent('interrupted', () => {
  test.each([
    ['SIGINT', 0],
    ['SIGTERM', 300],
    ['SIGINT', 1100],
  ] as const)('by %s after %i requests: ends 130 and keeps what was known', async (signal, requests) => {
    const own = await startSandbox({ managementPort: false, latencyMs: [20, 60] });
    try {
      const out = newFolder();
      const whenChecking = async (child: ChildProcess) => {
        while (requestsTo(own) < requests && child.exitCode === null) await sleep(5);
        child.kill(signal);
      };
      const ended = await run(out, { whenChecking, environment: { TARGET_URL: own.url } }, '*');
      expect(ended.code, ended.errors).toBe(130);
      const { run: facts, checks } = expectWhole(out, ended, requests > 0);
      expect(facts.interrupted).toBe(true);
      if (requests > 1000) expect(checks.length).toBeGreaterThan(5);
      // What only ended because the run did is not held against the server.
      expect(checks.filter(({ verdict }) => verdict === 'fail')).toEqual([]);
      expect(requestsTo(own), 'requests after the end').toBeLessThan(requests + 400);
    } finally {
      await own.close();
    }
  });

  test('twice: ends at once, and no report is half written', async () => {
    const out = newFolder();
    const ended = await run(
      out,
      {
        whenChecking: (child) => {
          setTimeout(() => child.kill('SIGINT'), 1500);
          setTimeout(() => child.kill('SIGINT'), 1530);
        },
      },
      '*',
    );
    expect(ended.code === 130 || ended.signal === 'SIGINT', `${ended.code} ${ended.signal}`).toBe(true);
    expect(ended.leftBehind).toBe(false);
    const file = filesIn(out).get('conformance.json');
    if (file !== undefined) parseReport(file, out);
  });
});

describe.concurrent('starved', () => {
  test('whoever reads its output goes away: it ends as it would have', async () => {
    const out = newFolder();
    const ended = await run(out, { whenChecking: (child) => child.stdout?.destroy() });
    expect(ended.code, ended.errors).toBe(0);
    expect(existsSync(join(out, 'conformance.json'))).toBe(true);
    expect(ended.errors).not.toContain('EPIPE');
  });

  test('no file may be longer than a few kilobytes: each that could not be written is named, and it ends 4', async () => {
    const out = newFolder();
    const ended = await run(out, { before: 'ulimit -f 60' });
    expect(ended.code, ended.errors).toBe(4);
    expect(ended.errors).toContain('could not be written');
    expect(readdirSync(out).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  test('the disk is full: each report is whole or not there, and it ends 4', async (context) => {
    const disk = newFolder();
    spawnSync('mkdir', ['-p', disk]);
    if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=200k', 'tmpfs', disk]).status !== 0) {
      context.skip('only root can mount a small disk');
    }
    try {
      const ended = await run(disk);
      expect(ended.code, ended.errors).toBe(4);
      expect(ended.errors).toContain('the disk is full');
      const files = filesIn(disk);
      expect([...files.keys()].filter((name) => name.endsWith('.part'))).toEqual([]);
      const json = files.get('conformance.json');
      if (json !== undefined) parseReport(json, disk);
    } finally {
      spawnSync('umount', ['-l', disk]);
    }
  });

  test('its folder vanishes while it runs: it is made again', async () => {
    const out = newFolder();
    const ended = await run(out, { whenChecking: () => rmSync(out, { recursive: true, force: true }) });
    expect(ended.code, ended.errors).toBe(0);
    expectWhole(out, ended);
  });

  test('its folder is a file: it ends 2 before anything is sent', async () => {
    const ended = await run(join(root, '..', '..', 'dev', 'null', 'reports'));
    expect(ended.code, ended.errors).toBe(2);
    expect(ended.errors.trim().split('\n')).toHaveLength(1);
    expect(ended.errors).not.toContain('checking ');
  });
});

describe.concurrent('broken down', () => {
  test.each(['exception', 'exit'])('by %s in the thread of the checks: ends 4 and says so', async (way) => {
    const out = newFolder();
    const hook = new URL('./break-down.mjs', import.meta.url).href;
    const environment = { NODE_OPTIONS: `--import ${hook}`, BREAK_DOWN: way, BREAK_DOWN_AFTER: '300' };
    const ended = await run(out, { environment });
    expect(ended.code, ended.errors).toBe(4);
    const { notices } = expectWhole(out, ended, false);
    expect(notices?.map(({ text }) => text).join()).toContain('broke down');
  });
});
