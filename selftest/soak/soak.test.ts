/** Verdicts depend on the server alone: not on order, speed, or another run at the same time. `npm run soak` runs more. */
import { describe, expect, test } from 'vitest';
import { selectChecks } from '../../helpers/select.ts';
import { checks } from '../../specs/all.ts';
import { differencesIn, type SoakRun, shuffled, soak } from './soak.ts';

const some = [...selectChecks(checks, 'items.'), ...selectChecks(checks, 'answers.'), ...selectChecks(checks, 'list.')];

test('three runs, each in another order and at another speed, say the same', async () => {
  const options = { target: 'sandbox', checks: some, runs: 3, atOnce: 1, latencyMs: [0, 15], seed: 7 } as const;
  const { runs, differences } = await soak(options);
  expect(runs.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0]);
  expect(differences).toEqual([]);
});

test.each([
  ['the same accounts', false],
  ['the accounts the other way round', true],
])('two runs at once on one server, with %s, say what each says alone', async (_name, swapsAccounts) => {
  const options = { target: 'sandbox', checks: some, latencyMs: [0, 10], seed: 3 } as const;
  const alone = await soak({ ...options, runs: 1, atOnce: 1 });
  const together = await soak({ ...options, runs: 2, atOnce: 2, swapsAccounts });
  expect(differencesIn([...alone.runs, ...together.runs])).toEqual([]);
});

describe('a difference', () => {
  const run = (number: number, verdict: string): SoakRun => ({
    number,
    exitCode: 0,
    durationMs: 1,
    verdicts: new Map([['a @ b', { verdict, reason: '' }]]),
  });
  test('is found and told with both verdicts', () => {
    expect(differencesIn([run(1, 'pass'), run(2, 'pass'), run(3, 'fail')])).toEqual([
      { run: 3, check: 'a @ b', first: { verdict: 'pass', reason: '' }, now: { verdict: 'fail', reason: '' } },
    ]);
  });
  test('of order alone is none: every order holds every check', () => {
    const order = shuffled(some, 5);
    expect(order).not.toEqual(some);
    expect(new Set(order)).toEqual(new Set(some));
    expect(shuffled(some, 5)).toEqual(order);
  });
});
