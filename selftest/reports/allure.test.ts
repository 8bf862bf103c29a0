/** Allure's results and report: true verdicts, a history that survives a renamed title, and no request at all. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestResult } from 'allure-js-commons';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { categories } from '../../helpers/report/allure/categories.ts';
import { generateAllureReport } from '../../helpers/report/allure/generate.ts';
import { withoutRequests } from '../../helpers/report/allure/offline.ts';
import { writeAllureResults } from '../../helpers/report/allure/results.ts';
import type { RunReport } from '../../helpers/report/model.ts';
import { example } from './example.ts';

const folder = mkdtempSync(join(tmpdir(), 'allure-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function resultsOf(report: RunReport): TestResult[] {
  const results = join(folder, 'allure-results');
  writeAllureResults(report, results);
  return readdirSync(results)
    .filter((name) => name.endsWith('-result.json'))
    .map((name) => JSON.parse(readFileSync(join(results, name), 'utf8')) as TestResult);
}

const labelOf = (result: TestResult, name: string) => result.labels.find((label) => label.name === name)?.value;

describe('results', () => {
  const results = resultsOf(example);
  const of = (story: string) => {
    const found = results.find((result) => labelOf(result, 'story') === story);
    if (found === undefined) throw new Error(`no result of ${story}`);
    return found;
  };

  test('every check stands there with a status that says what was decided', () => {
    expect(results).toHaveLength(example.checks.length);
    expect(Object.fromEntries(results.map((result) => [labelOf(result, 'story'), result.status]))).toEqual({
      'idempotency.replay-same-response': 'failed',
      'items.replaced-whole': 'failed',
      'http.allow-on-405': 'skipped',
      'dunning.level-taken': 'broken',
      'resend.answers-in-time': 'broken',
      'accounts.kept-apart': 'skipped',
      'resend.answers-with-job': 'passed',
      'open.no-body': 'passed',
    });
  });

  test('labels say level, family, operation and verdict', () => {
    const failed = of('idempotency.replay-same-response');
    const named = ['severity', 'epic', 'feature', 'parentSuite', 'suite', 'level', 'verdict'];
    expect(named.map((name) => labelOf(failed, name))).toEqual([
      'critical',
      'idempotency',
      'resendInvoice',
      'idempotency',
      'resendInvoice',
      'MUST',
      'fail',
    ]);
    expect(failed.links[0]?.url).toBe('https://docs.abillify.dev/api/invoices/invoices-resendinvoice');
    expect(labelOf(of('open.no-body'), 'verdict')).toBe('observed');
    expect(of('open.no-body').parameters.find(({ name }) => name === 'observed')?.value).toContain('accepted');
  });

  test('each took as long as it took, and nothing where no call was made for it', () => {
    const took = ({ start = 0, stop = 0 }: TestResult) => stop - start;
    expect(results.map(took)).toEqual(results.map(() => 30));
    const checks = example.checks.map((one) => ({ ...one, durationMs: 0 }));
    expect(resultsOf({ ...example, checks }).map(took)).toEqual(checks.map(() => 0));
  });

  test('a failure carries reason, expected, actual and its exchanges', () => {
    const failed = of('idempotency.replay-same-response');
    expect(failed.statusDetails.message).toMatch(/^MUST fail: the second answer differs/);
    expect(failed.statusDetails.expected).toContain('status 200');
    expect(failed.statusDetails.actual).toContain('status 500');
    expect(failed.steps).toHaveLength(2);
    const [attachment] = failed.steps[1]?.attachments ?? [];
    const content: unknown = JSON.parse(readFileSync(join(folder, 'allure-results', attachment?.source ?? ''), 'utf8'));
    expect(content).toMatchObject({ schemaVersion: 1, request: { method: 'POST' }, response: { status: 500 } });
  });

  test('each verdict that is not green has a category, in the form of Allure 2 as well', () => {
    const categoryOf = ({ status, statusDetails }: TestResult) =>
      categories.filter(
        ({ matchedStatuses = [], messageRegex = '' }) =>
          status !== undefined &&
          matchedStatuses.includes(status) &&
          new RegExp(`^(?:${messageRegex})$`).test(statusDetails.message ?? ''),
      );
    for (const result of results.filter(({ status }) => status !== 'passed')) {
      expect(categoryOf(result), labelOf(result, 'story')).toHaveLength(1);
    }
  });

  test('the history of a check survives a new title and new wording', () => {
    const renamed = resultsOf({
      ...example,
      checks: example.checks.map((one) => ({
        ...one,
        text: `Reworded: ${one.text}`,
        source: 'errors',
        level: 'SHOULD',
      })),
    });
    const ids = (all: readonly TestResult[]) => all.map(({ historyId }) => historyId).sort();
    expect(ids(renamed)).toEqual(ids(results));
    expect(new Set(ids(results)).size).toBe(results.length);
  });

  test('a second run leaves nothing of the first', () => {
    expect(resultsOf({ ...example, checks: example.checks.slice(0, 1) })).toHaveLength(1);
    expect(readdirSync(folder)).toEqual(['allure-results']);
  });
});

describe('report', () => {
  const history = join(folder, 'state', 'allure-history.jsonl');
  const report = join(folder, 'allure-report');
  const generate = (remember: boolean) =>
    generateAllureReport({ results: join(folder, 'allure-results'), report, title: 'staging', history, remember });
  const nights = () => readFileSync(history, 'utf8').trim().split('\n');
  beforeAll(() => writeAllureResults(example, join(folder, 'allure-results')));

  test('one file without analytics, and a history that grows by whole runs alone', async () => {
    await generate(false);
    expect(existsSync(history)).toBe(false);
    await generate(true);
    await generate(true);
    expect(nights()).toHaveLength(2);
    expect(readdirSync(report)).toEqual(['index.html']);
    const page = readFileSync(join(report, 'index.html'), 'utf8');
    expect(page).not.toMatch(/googletagmanager|G-LNDJ3J7WT0/);
    expect(page).toContain("default-src 'none'");
    const [first] = nights().map((line) => JSON.parse(line) as { testResults: Record<string, unknown> });
    expect(Object.keys(first?.testResults ?? {})).toHaveLength(example.checks.length);
  });

  test('a page of another form still gets the policy that forbids requests', () => {
    const page = withoutRequests(
      '<head><meta charset="utf-8"></head><script async src="https://elsewhere/x.js"></script>',
    );
    expect(page).toContain('Content-Security-Policy');
  });
});
