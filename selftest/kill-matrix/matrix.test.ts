/** The kill matrix: what it says of cases, and a sample of the cases themselves; `npm run kill-matrix` runs them all. */
import { availableParallelism } from 'node:os';
import { expect, test } from 'vitest';
import { faults } from '../../sandbox/faults/index.ts';
import { document } from './document.ts';
import { html, isSound, json, markdown, text } from './formats.ts';
import { matrixOf, shareNamedRightly } from './matrix.ts';
import { picture } from './picture.ts';
import type { Case, CaseResult } from './run-case.ts';
import { runCases } from './run-cases.ts';

const caught: CaseResult = {
  kind: 'fault',
  id: 'a-fault',
  sentence: 'Breaks <something>.',
  breaks: 'items.one-replaces-many',
  failed: [{ requirement: 'items.one-replaces-many', level: 'MUST', reason: 'two items stayed' }],
  inconclusive: [],
  suiteDefects: [],
  exitCode: 1,
  requests: 1,
  durationMs: 1,
};
const other = { requirement: 'list.envelope', level: 'MUST', reason: 'no rows' };
const free: CaseResult = { ...caught, kind: 'freedom', id: 'a-freedom', failed: [], exitCode: 0 };

test('a fault that its requirement did not catch is in the list', () => {
  expect(matrixOf([caught], false).uncaught).toEqual([]);
  for (const wrong of [
    { ...caught, failed: [other] },
    { ...caught, exitCode: 0 },
    { ...caught, suiteDefects: ['it broke'] },
  ]) {
    const matrix = matrixOf([wrong], false);
    expect(matrix.uncaught).toEqual([wrong]);
    expect(isSound(matrix)).toBe(false);
  }
});

test('a fault is named rightly when its requirement comes first of at most three', () => {
  const first = { ...caught, failed: [...caught.failed, other, other] };
  const second = { ...caught, failed: [other, ...caught.failed] };
  const many = { ...caught, failed: [...caught.failed, other, other, other] };
  const matrix = matrixOf([first, second, many], false);
  expect(matrix.misnamed).toEqual([second, many]);
  expect(shareNamedRightly(matrix)).toBeCloseTo(1 / 3);
  expect(isSound(matrix)).toBe(true);
});

test('a freedom that fails a requirement, defects or no verdict is accused', () => {
  const should = { ...other, level: 'SHOULD' };
  const wrong = [
    { ...free, failed: [other] },
    { ...free, failed: [should] },
    { ...free, suiteDefects: ['it broke'] },
    { ...free, exitCode: 3 },
  ];
  const allowed = [free, { ...free, keeps: 'MUST' as const, failed: [should] }];
  expect(matrixOf([...wrong, ...allowed], false).accused).toEqual(wrong);
});

test('a requirement that no fault makes fail is in the list when every fault was run', () => {
  expect(matrixOf([caught], false).unfailable).toEqual([]);
  const { unfailable } = matrixOf([caught], true);
  expect(unfailable).toContain('list.envelope');
  expect(unfailable).not.toContain('items.one-replaces-many');
});

test('every format names what is wrong, and shows sentences as text', () => {
  const matrix = matrixOf(
    [
      { ...caught, id: 'never-caught', failed: [other] },
      { ...free, failed: [other] },
    ],
    false,
  );
  for (const format of [text, markdown, json, html]) expect(format(matrix)).toContain('never-caught');
  expect(html(matrix)).toContain('Breaks &lt;something&gt;.');
  expect(JSON.parse(json(matrix)).uncaught).toEqual(['never-caught']);
});

test('the documentation shows for each requirement what is aimed at it, and what fails it beside', () => {
  const beside = { ...caught, id: 'beside', breaks: 'list.envelope', failed: [other, ...caught.failed] };
  const should = { ...free, id: 'leaves-a-should', keeps: 'MUST' as const, failed: [other] };
  const matrix = matrixOf([caught, beside, free, should], true);
  const page = document(matrix, 'images/matrix.svg');
  expect(page).toContain('![');
  expect(page).toContain('| `items.one-replaces-many` | MUST | `a-fault` | `beside` |');
  expect(page).toContain('| `list.envelope` | SHOULD | `beside` |  |');
  expect(page).toContain('| `items.order-kept` | MUST |  |  |');
  expect(page).toContain('break a SHOULD: `leaves-a-should`');
  const classes = (cases: readonly CaseResult[]) =>
    [...picture(matrixOf(cases, false)).matchAll(/class="(meant|other|wrong)"[^>]*><title>/g)].map(([, name]) => name);
  expect(classes([caught, beside, should])).toEqual(['meant', 'other', 'meant', 'other']);
  expect(classes([{ ...free, failed: [other] }])).toEqual(['wrong']);
});

// Freedoms have a test of their own, selftest/suite/freedoms.test.ts.
test('a sample of faults is caught and named rightly in whole runs', async () => {
  const sample = faults.filter((_, index) => index % 46 === 7).map(({ id }): Case => ({ kind: 'fault', id }));
  const results = await runCases(sample, availableParallelism());
  expect(results.map(({ id }) => id)).toEqual(sample.map(({ id }) => id));
  const matrix = matrixOf(results, false);
  expect(isSound(matrix), text(matrix)).toBe(true);
  expect(shareNamedRightly(matrix), text(matrix)).toBeGreaterThanOrEqual(0.9);
}, 300_000);
