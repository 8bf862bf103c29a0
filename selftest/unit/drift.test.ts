/** What is recorded of a run, and what counts as drift from it. Through whole reports: `operation/waivers.test.ts`. */
import { describe, expect, test } from 'vitest';
import { baselineOf, driftFrom, gatingDrift } from '../../helpers/drift.ts';
import type { CheckReport, Observation, Verdict } from '../../helpers/report/model.ts';

const place = { requirement: 'items.many-replace-one', operation: 'updateInvoice' };
const question = { requirement: 'open.success-status', operation: 'resendInvoice' };

function check(verdict: Verdict, subject?: string): CheckReport {
  const rest = {
    level: 'MUST',
    reason: '',
    text: '',
    consequence: '',
    source: '',
    durationMs: 1,
    requests: 1,
  } as const;
  return { ...place, ...rest, ...(subject === undefined ? {} : { subject }), verdict, exchanges: [] };
}
const observed = (value: string): Observation => ({ ...question, value });
const recorded = (checks: readonly CheckReport[], ...observations: Observation[]) =>
  baselineOf({ checks, observations }, '2026-03-10');

test('a baseline holds verdicts by check and answers by question, and waived as failed', () => {
  const verdicts = [check('pass'), check('waived', 'a'), check('fail', 'b'), check('inconclusive', 'c')];
  expect(recorded(verdicts, observed('200'))).toEqual({
    recordedAt: '2026-03-10',
    verdicts: {
      'items.many-replace-one @ updateInvoice': 'pass',
      'items.many-replace-one @ updateInvoice # a': 'fail',
      'items.many-replace-one @ updateInvoice # b': 'fail',
      'items.many-replace-one @ updateInvoice # c': 'inconclusive',
    },
    observations: { 'open.success-status @ resendInvoice': '200' },
  });
});

describe('drift', () => {
  const verdict = (before: string, now: string) => ({ ...place, kind: 'verdict', before, now });

  test.each<[before: Verdict, now: Verdict, drift: object[], gates: boolean]>([
    ['pass', 'pass', [], false],
    ['fail', 'waived', [], false],
    ['waived', 'fail', [], false],
    ['pass', 'fail', [verdict('pass', 'fail')], true],
    ['fail', 'pass', [verdict('fail', 'pass')], true],
    ['pass', 'not-applicable', [verdict('pass', 'not-applicable')], false],
    ['inconclusive', 'pass', [verdict('inconclusive', 'pass')], false],
    ['pass', 'inconclusive', [verdict('pass', 'inconclusive')], false],
    ['not-applicable', 'pass', [verdict('not-applicable', 'pass')], false],
    ['inconclusive', 'fail', [verdict('inconclusive', 'fail')], false],
    ['pass', 'waived', [verdict('pass', 'fail')], false],
  ])('from %s to %s', (before, now, drift, gates) => {
    const found = driftFrom(recorded([check(before)]), [check(now)], []);
    expect(found).toStrictEqual(drift);
    expect(gatingDrift(found, [check(now)])).toEqual(gates ? drift : []);
  });

  test('of an answer, before the verdicts; it gates', () => {
    const baseline = recorded([check('pass')], observed('200'));
    const answer = { ...question, kind: 'observation', before: '200', now: '202' };
    const found = driftFrom(baseline, [check('waived')], [observed('202')]);
    expect(found).toStrictEqual([answer, verdict('pass', 'fail')]);
    expect(gatingDrift(found, [check('waived')])).toEqual([answer]);
    expect(driftFrom(baseline, [], [observed('200')])).toEqual([]);
  });

  test('shows what could not be judged last', () => {
    const baseline = recorded([check('pass', 'a'), check('pass', 'b'), check('fail', 'c')]);
    const found = driftFrom(baseline, [check('inconclusive', 'a'), check('fail', 'b'), check('pass', 'c')], []);
    expect(found.map(({ now }) => now)).toEqual(['fail', 'pass', 'inconclusive']);
  });

  test('of an answer that is called inconclusive gates all the same', () => {
    const found = driftFrom(recorded([], observed('200')), [], [observed('inconclusive')]);
    expect(gatingDrift(found, [])).toHaveLength(1);
  });

  test('tells subjects apart, in what drifted and in what is waived', () => {
    const baseline = recorded([check('pass', 'a'), check('pass', 'b')]);
    const now = [check('fail', 'a'), check('waived', 'b')];
    const found = driftFrom(baseline, now, []);
    expect(found).toStrictEqual([
      { ...place, subject: 'a', kind: 'verdict', before: 'pass', now: 'fail' },
      { ...place, subject: 'b', kind: 'verdict', before: 'pass', now: 'fail' },
    ]);
    expect(gatingDrift(found, now)).toEqual(found.slice(0, 1));
  });

  test('is not what was not recorded, or not checked this time', () => {
    expect(driftFrom(recorded([]), [check('fail')], [observed('200')])).toEqual([]);
    expect(driftFrom(recorded([check('pass')], observed('200')), [], [])).toEqual([]);
    expect(driftFrom(recorded([check('pass', 'a')]), [check('fail')], [])).toEqual([]);
  });
});
