/** What each waiver does on a day, and the line it is answered with. Through whole reports: `operation/waivers.test.ts`. */
import { describe, expect, test } from 'vitest';
import type { Verdict } from '../../helpers/report/model.ts';
import type { Waiver } from '../../helpers/target.ts';
import { applyWaivers, waiverText } from '../../helpers/waivers.ts';

const requirement = 'items.many-replace-one';
const operation = 'updateInvoice';
const name = `${requirement} @ ${operation}`;
const today = '2026-03-10';

function waiver(change: Partial<Waiver> = {}): Waiver {
  return { requirement, operation, reason: 'ticket 7', owner: 'billing', expires: today, place: 'x.yaml:5', ...change };
}

/** The waived check, once for each verdict, beside checks that share its requirement or its operation alone and fail. */
function checks(...verdicts: Verdict[]) {
  return [
    ...verdicts.map((verdict, index) => ({ key: `${index}`, requirement, operation, verdict })),
    { key: 'other operation', requirement, operation: 'createInvoice', verdict: 'fail' as const },
    { key: 'other requirement', requirement: 'items.untouched-when-absent', operation, verdict: 'fail' as const },
  ];
}

const stale = `x.yaml:5: waiver of ${name} is stale, the check passes now: delete it`;
const undecided = `x.yaml:5: waiver of ${name} was not needed, but nothing was decided either: left as it is`;
const elsewhere = `x.yaml:5: waiver of ${name} waives a check that does not apply here`;

test.each<[verdicts: Verdict[], waived: string[], problems: string[], remarks: string[]]>([
  [['fail'], ['0'], [], []],
  [['pass', 'fail', 'inconclusive', 'fail'], ['1', '3'], [], []],
  [['pass', 'fail'], ['1'], [], []],
  [['pass'], [], [stale], []],
  [['pass', 'not-applicable'], [], [stale], []],
  [['pass', 'inconclusive'], [], [], [undecided]],
  [['inconclusive'], [], [], [undecided]],
  [['not-applicable'], [], [], [elsewhere]],
  [[], [], [], []],
])('a waiver of a check that is %j', (verdicts, waived, problems, remarks) => {
  const one = waiver();
  const result = applyWaivers(checks(...verdicts), [one], today);
  expect([...result.byCheck]).toEqual(waived.map((key) => [key, one]));
  expect(result.problems).toEqual(problems);
  expect(result.remarks).toEqual(remarks);
});

describe('a waiver that is wrong', () => {
  const noSuchCheck = (id: string, of: string, why: string) =>
    `x.yaml:5: waiver of ${id} @ ${of} matches no check (${why}): delete it or mend its names`;

  test.each<[what: string, change: Partial<Waiver>, problem: string]>([
    [
      'has expired',
      { expires: '2026-03-09' },
      `x.yaml:5: waiver of ${name} expired on 2026-03-09: delete it, or agree with billing on another day`,
    ],
    [
      'stands in no file',
      { expires: '2026-03-09', place: undefined as unknown as string },
      `waiver of ${name} expired on 2026-03-09: delete it, or agree with billing on another day`,
    ],
    [
      'names no requirement',
      { requirement: 'items.none' },
      noSuchCheck('items.none', operation, 'there is no requirement items.none'),
    ],
    [
      'names a member of every object',
      { requirement: 'toString' },
      noSuchCheck('toString', operation, 'there is no requirement toString'),
    ],
    [
      'names another operation',
      { operation: 'getInvoice' },
      noSuchCheck(requirement, 'getInvoice', `${requirement} is not about getInvoice`),
    ],
    [
      'names an open question',
      { requirement: 'open.success-status', operation: 'resendInvoice' },
      noSuchCheck('open.success-status', 'resendInvoice', 'open.success-status is an open question, which never fails'),
    ],
  ])('%s', (_what, change, problem) => {
    const { byCheck, problems, remarks } = applyWaivers(checks('fail'), [waiver(change)], today);
    expect([byCheck.size, problems, remarks]).toEqual([0, [problem], []]);
  });

  test('stands twice, and the first one still counts', () => {
    const [first, second, third] = [waiver(), waiver({ place: 'x.yaml:9' }), waiver({ place: 'x.yaml:12' })];
    const { byCheck, problems } = applyWaivers(checks('fail'), [first, second, third], today);
    expect(byCheck.get('0')).toBe(first);
    expect(problems).toEqual(
      ['x.yaml:9', 'x.yaml:12'].map(
        (place) => `${place}: waiver of ${name} stands twice, first at x.yaml:5: delete one`,
      ),
    );
  });

  test('stands twice without a place', () => {
    const { requirement, operation, reason, owner, expires } = waiver();
    const one = { requirement, operation, reason, owner, expires };
    expect(applyWaivers(checks('fail'), [one, one], today).problems).toEqual([
      `waiver of ${name} stands twice: delete one`,
    ]);
  });
});

test('failures as waivers, each once, with reason and owner left open', () => {
  const one = { requirement, operation };
  const entry = (of: string) =>
    `  - requirement: ${requirement}\n    operation: ${of}\n    reason: ''\n    owner: ''\n    expires: '2026-04-09'\n`;
  expect(waiverText([one, { ...one, operation: 'createInvoice' }, one], today)).toBe(
    entry(operation) + entry('createInvoice'),
  );
  expect(waiverText([], today)).toBe('');
});
