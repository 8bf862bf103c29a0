/** A run that several runners share: merged, it is the run that one would have made, times aside. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Finished } from '../../cli/check-target.ts';
import { finish } from '../../cli/finish.ts';
import { mergeParts } from '../../cli/merge.ts';
import type { RunReport } from '../../helpers/report/model.ts';
import { type Part, partFile } from '../../helpers/report/parts.ts';
import { validateReport } from '../../helpers/report/schema.ts';
import { selectChecks } from '../../helpers/select.ts';
import type { FaultId } from '../../sandbox/faults/index.ts';
import { type Sandbox, startSandbox } from '../../sandbox/start.ts';
import { checks } from '../../specs/all.ts';
import { runHere, settingsFor } from './run-here.ts';

const folder = mkdtempSync(join(tmpdir(), 'parts-'));
let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ managementPort: false });
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
});
afterAll(async () => {
  vi.restoreAllMocks();
  await sandbox.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Runs with some options and leaves its reports in a folder. */
async function runInto(name: string, argv: readonly string[]): Promise<Finished> {
  const out = join(folder, name);
  mkdirSync(out, { recursive: true });
  const settings = settingsFor(sandbox, [
    ...argv,
    '--out',
    out,
    '--state',
    join(folder, 'state'),
    '--no-allure-report',
  ]);
  const finished = await runHere(settings, new Date('2026-03-10T02:00:00Z'));
  await finish(finished, settings);
  return finished;
}

/** A report without what differs between any two runs: times, ids, references, and how often was asked while waiting. */
function comparable(report: RunReport, prefixes: readonly string[]) {
  const reference = new RegExp(`(${prefixes.join('|')})[crx][0-9a-z]+`, 'g');
  const plain = (text: string) => text.replaceAll(reference, 'REFERENCE').replace(/ in \d+ answers/, '');
  const { summary, observations, drift, notices } = report;
  return {
    exitCode: report.run.exitCode,
    conclusion: report.run.conclusion,
    summary,
    observations,
    drift,
    notices: notices.filter(({ severity }) => severity !== 'info'),
    checks: report.checks.map(
      ({ requirement, operation, subject, verdict, reason, expected, actual, followsFrom, exchanges }) => ({
        check: [requirement, operation, subject],
        verdict,
        reason: plain(reason),
        expected: expected === undefined ? undefined : plain(expected),
        // Which of several simultaneous calls arrives first is luck.
        actual: actual === undefined || requirement.includes('simultaneous') ? undefined : plain(actual),
        followsFrom,
        last: exchanges.length === 0 ? undefined : exchanges.at(-1)?.request.method,
      }),
    ),
  };
}

/** One run, and the same in three parts put together again. */
async function bothWays(only: string) {
  const single = await runInto('single', ['--only', only]);
  const folders = ['1', '2', '3'].map((index) => join(folder, index));
  const parts: Finished[] = [];
  for (const index of ['1', '2', '3']) parts.push(await runInto(index, ['--only', only, '--shard', `${index}/3`]));
  const merged = mergeParts([...folders].reverse());
  const prefixes = [single, ...parts].map(({ report }) => report.run.id);
  return { single, parts, merged, prefixes };
}

const served: readonly (readonly [string, readonly FaultId[]])[] = [
  ['a conforming server', []],
  ['a server that appends items and writes codes as text', ['items-appended', 'code-as-text']],
];

describe.each(served)('three parts of a run against %s', (_name, faults) => {
  test('make the report of one run', async () => {
    sandbox.use({ faults });
    const { single, parts, merged, prefixes } = await bothWays('updateInvoice');
    validateReport(JSON.parse(JSON.stringify(merged.report)));
    expect(comparable(merged.report, prefixes)).toEqual(comparable(single.report, prefixes));
    expect(merged.report.checks.length).toBeGreaterThan(50);
    const follows = merged.report.checks.filter(({ followsFrom }) => followsFrom !== undefined);
    expect(follows.length > 0).toBe(faults.length > 0);
    expect(merged.report.run.exitCode).toBe(faults.length === 0 ? 0 : 1);
    const sum = parts.reduce((total, { report }) => total + report.run.requests, 0);
    expect(merged.report.run.requests).toBe(sum);
    expect(merged.report.run).not.toHaveProperty('shard');
    expect(merged.archived).toHaveLength(sum);
    const left = parts.reduce((total, { report }) => total + (report.created?.invoices ?? 0), 0);
    expect(merged.report.created?.invoices).toBe(left);
  });
});

test('every check of its own is in exactly one part', () => {
  const parts = [1, 2, 3, 4].map((index) => selectChecks(checks, '', { index, count: 4 }));
  const keys = parts.flatMap((part) => part.filter(({ decide }) => 'spec' in decide).map(({ key }) => key));
  expect(keys.sort()).toEqual(
    checks
      .filter(({ decide }) => 'spec' in decide)
      .map(({ key }) => key)
      .sort(),
  );
});

describe('what is no whole run is refused', () => {
  /** Changes what a part left. */
  function spoil(name: string, change: (part: Part) => unknown): string {
    const path = join(folder, '1', partFile);
    const part = JSON.parse(readFileSync(path, 'utf8')) as Part;
    const spoiled = join(folder, name);
    mkdirSync(spoiled, { recursive: true });
    writeFileSync(join(spoiled, partFile), JSON.stringify(change(part)));
    return spoiled;
  }
  const whole = () => ['1', '2', '3'].map((index) => join(folder, index));

  test.each([
    ['a part that is missing', () => whole().slice(0, 2), 'part 3/3 is missing'],
    ['a part named twice', () => [...whole(), join(folder, '2')], 'part 2/3 is there 2 times'],
    ['a folder without a part', () => [join(folder, 'single')], 'name the folder of a run with --shard'],
    ['a file that is no part', () => [spoil('none', () => ({}))], 'is not the part of a run'],
    [
      'another target',
      () => [
        spoil('other', (part) => ({
          ...part,
          facts: { ...part.facts, target: { name: 'b', url: 'https://b.test/api' } },
        })),
        ...whole().slice(1),
      ],
      'they differ in the target',
    ],
    [
      'other waivers',
      () => [spoil('waived', (part) => ({ ...part, facts: { ...part.facts, waivers: [{}] } })), ...whole().slice(1)],
      'they differ in the waivers',
    ],
    [
      'another selection',
      () => [spoil('selected', (part) => ({ ...part, facts: { ...part.facts, only: 'x' } })), ...whole().slice(1)],
      'they differ in --only',
    ],
  ])('%s', (_name, folders, expected) => {
    expect(() => mergeParts(folders())).toThrow(expected);
  });
});
