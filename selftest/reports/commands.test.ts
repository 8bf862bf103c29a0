/** The commands about results: compare, report, notification. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compareReports, worsened } from '../../helpers/report/compare.ts';
import { json } from '../../helpers/report/json.ts';
import type { RunReport, Verdict } from '../../helpers/report/model.ts';
import { notificationOf } from '../../helpers/report/notification.ts';
import { example, nightBefore } from './example.ts';

const folder = mkdtempSync(join(tmpdir(), 'commands-'));
const [before, now] = [join(folder, 'before.json'), join(folder, 'now')];
beforeAll(() => {
  mkdirSync(now);
  writeFileSync(before, json(nightBefore));
  writeFileSync(join(now, 'conformance.json'), json(example));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function call(command: string, ...options: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', `cli/${command}.ts`, ...options], {
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

describe('compare', () => {
  test('a file and a folder: 1 where something is worse, and the JSON says what', () => {
    const { status, stdout } = call('compare', before, now, '--json');
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ worse: true, newFailures: [{ level: 'SHOULD', now: 'fail' }] });
  });

  test('0 where nothing is, as Markdown', () => {
    const { status, stdout } = call('compare', now, now, '--markdown');
    expect(status).toBe(0);
    expect(stdout).toContain('### Speed');
  });

  test.each([
    [[], /missing required argument/],
    [[join(folder, 'nothing'), now], /nothing is not there; name a conformance\.json/],
    [[join(folder, 'now', '..', 'before.json'), now, '--json', '--markdown'], /choose one/],
  ])('2 for a wrong call %#', (options, message) => {
    const { status, stderr } = call('compare', ...options);
    expect(status).toBe(2);
    expect(stderr).toMatch(message);
    expect(stderr).not.toContain('    at ');
  });

  const withVerdict = (verdict: Verdict, exitCode = 0): RunReport => ({
    ...example,
    run: { ...example.run, exitCode },
    checks: example.checks.slice(0, 1).map((check) => ({ ...check, verdict })),
  });
  test.each([
    ['pass', 'fail', true],
    ['pass', 'inconclusive', true],
    ['inconclusive', 'fail', true],
    ['fail', 'pass', false],
    ['fail', 'fail', false],
    ['fail', 'waived', false],
    ['inconclusive', 'pass', false],
    ['not-applicable', 'pass', false],
  ] as const)('from %s to %s is worse: %s', (earlier, later, worse) => {
    expect(worsened(compareReports(withVerdict(earlier), withVerdict(later)))).toBe(worse);
  });

  test('a run that could not conclude is worse than one that could', () => {
    expect(worsened(compareReports(withVerdict('fail', 1), withVerdict('fail', 3)))).toBe(true);
  });
});

describe('report', () => {
  test('prints the path, and says what to do where there is no report', () => {
    writeFileSync(join(now, 'conformance.html'), '<!doctype html>');
    expect(call('report', '--no-open', '--out', now)).toEqual({
      status: 0,
      stdout: `${join(now, 'conformance.html')}\n`,
      stderr: '',
    });
    const { status, stderr } = call('report', '--allure', '--out', now);
    expect(status).toBe(2);
    expect(stderr).toMatch(/allure-report.index\.html is not there; npm run conformance writes it\n$/);
  });
});

describe('notification', () => {
  test('says in a few lines what failed and what changed', () => {
    const { text, status, failed, newFailures, fixed } = notificationOf(example, {
      previous: nightBefore,
      link: 'https://ci.example.com/1',
    });
    expect({ status, failed, newFailures, fixed }).toEqual({ status: 'red', failed: 2, newFailures: 1, fixed: 1 });
    expect(text.split('\n')[0]).toBe('❌ staging: The server broke 1 gating check of 5.');
    expect(text.split('\n').length).toBeLessThan(12);
    expect(text).toContain('https://ci.example.com/1');
  });

  test('names a few failures however many there are, and no exchange', () => {
    const [first] = example.checks;
    const checks = Array.from({ length: 900 }, (_, index) => ({ ...first, requirement: `family.rule-${index}` }));
    const notification = JSON.stringify(notificationOf({ ...example, checks: checks as RunReport['checks'] }));
    expect(notification.length).toBeLessThan(4000);
    expect(notification).not.toContain('curl');
  });

  test('is JSON on standard output', () => {
    const { status, stdout } = call('notification', join(now, 'conformance.json'), '--previous', before);
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ target: 'staging', exitCode: 1 });
  });
});
