/**
 * A week of nights against one server: a fault appears on night three, is waived on night four and fixed on night six; on
 * night seven the server answers an open question otherwise. The clock is the server's, moved by a day each night.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { finish } from '../../cli/finish.ts';
import { parseOptions } from '../../cli/options.ts';
import { settingsOf } from '../../cli/settings.ts';
import { compareReports, isUnchanged } from '../../helpers/report/compare.ts';
import type { RunReport } from '../../helpers/report/model.ts';
import { parseReport } from '../../helpers/report/schema.ts';
import type { Deviations, Sandbox } from '../../sandbox/start.ts';
import { startSandbox } from '../../sandbox/start.ts';
import { checks } from '../../specs/all.ts';
import { environmentFor, runHere } from './run-here.ts';

const folder = mkdtempSync(join(tmpdir(), 'week-'));
const targets = join(folder, 'targets');
const state = join(folder, 'state');
const file = join(targets, 'nightly.yaml');
const failing = { requirement: 'items.long-list-kept', operation: 'updateInvoice' };
const dayMs = 24 * 60 * 60 * 1000;

/** Enough checks for a fault, an open question, and something that never changes. */
const chosen = checks.filter(
  ({ requirement }) =>
    requirement.startsWith('items.') ||
    requirement === 'open.success-status' ||
    requirement === 'operation.valid-request-succeeds',
);

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ managementPort: false });
  mkdirSync(targets);
  writeFileSync(file, `url: ${sandbox.url}\nlimits:\n  concurrency: 16\n`);
});
afterAll(async () => {
  await sandbox.close();
  rmSync(folder, { recursive: true, force: true });
});

const pathOf = (name: string) => join(folder, name, 'conformance.json');
const reportOf = (name: string): RunReport => parseReport(readFileSync(pathOf(name), 'utf8'), pathOf(name));
const rememberedId = () =>
  (JSON.parse(readFileSync(join(state, 'nightly', 'last-run.json'), 'utf8')) as RunReport).run.id;

/** One run, as the pipeline calls it every night. */
async function run(name: string, options: readonly string[] = []) {
  const out = join(folder, name);
  mkdirSync(out, { recursive: true });
  const argv = ['--target', 'nightly', '--targets', targets, '--out', out, '--state', state, '--no-allure-report'];
  const { TARGET_URL: _ofTheFile, ...environment } = environmentFor(sandbox);
  const settings = { ...settingsOf(parseOptions([...argv, ...options]), environment), checks: chosen };
  let text = '';
  const spy = vi.spyOn(process.stdout, 'write').mockImplementation((piece) => {
    text += String(piece);
    return true;
  });
  try {
    const code = await finish(await runHere(settings, new Date(sandbox.clock.now())), settings);
    const markdown = readFileSync(join(out, 'conformance.md'), 'utf8');
    return { code, text, markdown, report: reportOf(name) };
  } finally {
    spy.mockRestore();
  }
}

/** The next night, after what was released during the day. */
async function night(name: string, release: Deviations, options: readonly string[] = []) {
  sandbox.clock.advance(dayMs);
  sandbox.deploy(release);
  return run(name, options);
}

const verdictOf = (report: RunReport) =>
  report.checks.find(
    ({ requirement, operation }) => requirement === failing.requirement && operation === failing.operation,
  )?.verdict;
const errorsOf = (report: RunReport) =>
  report.notices.flatMap(({ severity, text }) => (severity === 'error' ? [text] : []));
const drifted = [{ ...failing, kind: 'verdict', before: 'pass', now: 'fail' }];

test('night one is green, and becomes the baseline', async () => {
  const { code, report } = await night('1', {});
  expect([code, report.drift, verdictOf(report)]).toEqual([0, [], 'pass']);
  expect(rememberedId()).toBe(report.run.id);
  const argv = [
    '--import',
    'tsx',
    'cli/baseline.ts',
    '--target',
    'nightly',
    '--targets',
    targets,
    '--from',
    pathOf('1'),
  ];
  const recorded = spawnSync(process.execPath, argv, { encoding: 'utf8' });
  expect(recorded.status, recorded.stderr).toBe(0);
  expect(recorded.stdout).toMatch(/^recorded \d+ verdicts and \d+ observations in .*nightly.baseline.json\n$/);
});

test('night two is like night one', async () => {
  const { code, report, markdown } = await night('2', {});
  expect([code, report.drift]).toEqual([0, []]);
  expect(isUnchanged(compareReports(reportOf('1'), report))).toBe(true);
  expect(markdown).toContain('Since the last run');
});

test('night three: the fault fails the run, drifts, is new, and its waiver is ready to paste', async () => {
  const { code, report, text } = await night('3', { faults: ['long-list-cut'] });
  expect([code, report.drift]).toEqual([1, drifted]);
  expect(compareReports(reportOf('2'), report).newFailures).toMatchObject([{ before: 'pass', now: 'fail' }]);
  expect(text).toContain('items.long-list-kept @ updateInvoice: pass → fail');
  const waivers = text.slice(text.indexOf('\nwaivers:\n'));
  expect(waivers).toContain('requirement: items.long-list-kept');
  writeFileSync(
    file,
    readFileSync(file, 'utf8') +
      waivers.replace("reason: ''", 'reason: known, ticket 7').replace("owner: ''", 'owner: billing'),
  );
});

test('nights four and five: the waiver accepts it, and the drift stays in sight', async () => {
  const four = await night('4', { faults: ['long-list-cut'] }, ['--gate-drift']);
  expect([four.code, verdictOf(four.report), four.report.drift]).toEqual([0, 'waived', drifted]);
  expect(four.report.summary.MUST).toMatchObject({ fail: 0, waived: 1 });
  expect(compareReports(reportOf('3'), four.report).otherChanges).toMatchObject([{ before: 'fail', now: 'waived' }]);
  const five = await night('5', { faults: ['long-list-cut'] });
  expect(five.code).toBe(0);
  expect(isUnchanged(compareReports(four.report, five.report))).toBe(true);
});

test('night six: it is fixed, and the waiver has to go', async () => {
  const { code, report, text } = await night('6', {});
  expect([code, verdictOf(report), report.drift]).toEqual([1, 'pass', []]);
  const line =
    readFileSync(file, 'utf8')
      .split('\n')
      .findIndex((one) => one.includes('- requirement:')) + 1;
  expect(errorsOf(report)).toEqual([
    `${file}:${line}: waiver of items.long-list-kept @ updateInvoice is stale, the check passes now: delete it`,
  ]);
  expect(report.run.conclusion).toBe('1 waiver must be mended or deleted.');
  expect(text).not.toContain('To accept a failure');
  const [before = ''] = readFileSync(file, 'utf8').split('\nwaivers:');
  writeFileSync(file, before);
  const morning = await run('6-again');
  expect([morning.code, morning.report.drift]).toEqual([0, []]);
});

test('night seven: an answer that nobody promised is another one, which only a gate on drift fails for', async () => {
  const { code, report, text } = await night('7', { freedoms: ['tasks-are-202'] });
  expect(code).toBe(0);
  expect(report.drift.length).toBeGreaterThan(0);
  for (const one of report.drift) {
    expect(one).toMatchObject({ requirement: 'open.success-status', kind: 'observation', before: '200', now: '202' });
  }
  expect(text).toContain('open.success-status @ resendInvoice: 200 → 202');
  expect(compareReports(reportOf('6-again'), report).drift.length).toBe(report.drift.length);
  const gated = await run('7-gated', ['--gate-drift']);
  expect([gated.code, gated.report.run.conclusion]).toEqual([1, `${report.drift.length} answers drifted.`]);
});

test('the history tells the week, and each night was a day after the one before', () => {
  const nights = ['1', '2', '3', '4', '5', '6', '7'].map(reportOf);
  expect(nights.map(({ run: { exitCode } }) => exitCode)).toEqual([0, 0, 1, 0, 0, 1, 0]);
  expect(nights.map(verdictOf)).toEqual(['pass', 'pass', 'fail', 'waived', 'waived', 'pass', 'pass']);
  const days = nights.map((one) => Date.parse(one.run.startedAt) / dayMs);
  days.slice(1).forEach((day, index) => {
    expect(Math.round(day - (days[index] ?? 0))).toBe(1);
  });
  expect(rememberedId()).toBe(reportOf('7-gated').run.id);
});
