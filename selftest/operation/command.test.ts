/** The command's options for operation, as a pipeline calls it. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { parseOptions } from '../../cli/options.ts';
import { UsageError } from '../../helpers/failures.ts';
import { parseReport } from '../../helpers/report/schema.ts';
import { runCommand } from '../run-command.ts';

const folder = mkdtempSync(join(tmpdir(), 'operation-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the command to its end, against the sandbox that it starts itself. */
const conformance = (...options: string[]) =>
  runCommand('cli/conformance.ts', ['--state', join(folder, 'state'), '--no-allure-report', ...options]);

const reportIn = (name: string) => {
  const path = join(folder, name, 'conformance.json');
  return parseReport(readFileSync(path, 'utf8'), path);
};

test('parts of a run on runners of their own become one report', async () => {
  const parts = await Promise.all(
    ['1/2', '2/2'].map(async (shard) => {
      const out = join(folder, shard.replace('/', '-of-'));
      const { code, errors } = await conformance(
        '--only',
        'items.*kept',
        '--shard',
        shard,
        '--out',
        out,
        '--state',
        out,
      );
      expect(code, errors).toBe(0);
      return out;
    }),
  );
  const { code, output, errors } = await conformance('--merge', ...parts, '--out', join(folder, 'merged'));
  expect(code, errors).toBe(0);
  expect(output).toContain('keeps every gating promise');
  const merged = reportIn('merged');
  const [one, two] = [reportIn('1-of-2'), reportIn('2-of-2')];
  expect([one.run.shard, two.run.shard, merged.run.shard]).toEqual(['1/2', '2/2', undefined]);
  expect(merged.summary.MUST.pass).toBe(one.summary.MUST.pass + two.summary.MUST.pass);
  expect(merged.run.only).toBe('items.*kept');
  const { log } = JSON.parse(readFileSync(join(folder, 'merged', 'exchanges.har'), 'utf8')) as {
    log: { entries: unknown[] };
  };
  expect(log.entries).toHaveLength(one.run.requests + two.run.requests);
  expect(existsSync(join(folder, 'merged', 'junit.xml'))).toBe(true);
});

test('a dry run ends 0, lists requests with bodies, and writes no report', async () => {
  const out = join(folder, 'dry');
  const { code, output } = await conformance(
    '--target',
    'sandbox',
    '--only',
    'items.order-kept',
    '--dry-run',
    '--out',
    out,
  );
  expect(code).toBe(0);
  expect(output).toMatch(/^PUT \/invoices\/\w+ \{"items":\[/m);
  expect(existsSync(out)).toBe(false);
});

test('each mistake in a file of a target is one line, and the run ends 2', async () => {
  writeFileSync(join(folder, 'wrong.yaml'), 'url: http://127.0.0.1:1/api\nlimits:\n  rate: fast\nwaiver: []\n');
  const { code, output, errors } = await conformance('--targets', folder, '--target', 'wrong');
  expect([code, output]).toEqual([2, '']);
  expect(errors.trim().split('\n')).toEqual([
    `${folder}/wrong.yaml:3: limits.rate must be a whole number`,
    expect.stringMatching(/wrong\.yaml:4: 'waiver' is not known here; delete it or write one of url, test,/),
  ]);
});

describe('options that make no sense are one line', () => {
  test.each([['0/3'], ['4/3'], ['1'], ['1/0'], ['a/b'], ['1/3/5'], ['-1/3']])('--shard %s', (shard) => {
    expect(() => parseOptions(['--shard', shard])).toThrow(UsageError);
  });

  test.each(['--rate', '--concurrency', '--seed'])('%s with no number', (option) => {
    expect(() => parseOptions([option, 'many'])).toThrow(new UsageError(`${option}: 'many' is not a whole number`));
  });
});
