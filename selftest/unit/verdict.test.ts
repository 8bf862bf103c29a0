/** From outcomes to verdicts, and from verdicts to the exit code: a table for each rule. */
import { describe, expect, test } from 'vitest';
import type { Level } from '../../contracts/requirements/index.ts';
import {
  ArrangementFailed,
  ExpectationFailed,
  NotApplicable,
  TransportFailed,
  UsageError,
} from '../../helpers/failures.ts';
import { conclude, decide, type Ending, type Outcome, outcomeOf, type Undecided } from '../../helpers/verdict.ts';

describe('what a check threw says what happened', () => {
  test.each([
    ['a failed expectation', new ExpectationFailed('it differs', 'one', 'two'), 'broken', 'it differs'],
    ['a check that does not apply', new NotApplicable('no second account'), 'not-applicable', 'no second account'],
    ['an arrangement that failed', new ArrangementFailed('no invoice'), 'not-arranged', 'no invoice'],
    ['no answer', new TransportFailed('nothing came', 'timeout', 'getInvoice'), 'no-answer', 'nothing came'],
    ['an error of the suite', new TypeError('oops'), 'suite-defect', 'the suite itself failed: TypeError: oops'],
    ['a mistake of the user', new UsageError('wrong'), 'suite-defect', 'the suite itself failed: UsageError: wrong'],
    ['something else than an error', 'a text', 'suite-defect', 'the suite itself failed: a text'],
  ] as const)('%s', (_name, thrown, kind, reason) => {
    expect(outcomeOf(thrown)).toMatchObject({ kind, reason });
  });

  test('only a failed expectation tells what was expected', () => {
    expect(outcomeOf(new ExpectationFailed('m', 'one', 'two'))).toMatchObject({ expected: 'one', actual: 'two' });
    expect(outcomeOf(new NotApplicable('m'))).toEqual({ kind: 'not-applicable', reason: 'm' });
  });
});

describe('each outcome has its verdict', () => {
  test.each([
    ['kept', 'pass'],
    ['broken', 'fail'],
    ['not-applicable', 'not-applicable'],
    ['not-arranged', 'inconclusive'],
    ['no-answer', 'inconclusive'],
    ['suite-defect', 'inconclusive'],
  ] as const)('%s is %s', (kind, verdict) => {
    const decisions = decide([check('a @ x', kind)]);
    expect([...decisions]).toEqual([['a @ x', { verdict, reason: `${kind} it was`, followsFrom: [] }]]);
  });
});

/** A check named `requirement @ operation`, `MUST` unless said otherwise. */
function check(key: string, kind: Outcome['kind'], change: Partial<Undecided> = {}): Undecided {
  const [requirement = '', operation = ''] = key.split(' @ ');
  const outcome: Outcome = { kind, reason: `${kind} it was` };
  return { key, requirement, operation, level: 'MUST', restsOn: [], outcome, ...change };
}

describe('a broken check that rests on others', () => {
  const onB = { restsOn: ['b'] };
  const foundation = { foundation: true } as const;
  /** The broken check under test is always `a @ x`; the last column is what its failure follows from. */
  test.each<[name: string, about: Partial<Undecided>, others: Undecided[], roots: string[]]>([
    ['fails by itself when it rests on nothing', {}, [check('b @ x', 'broken')], []],
    ['fails when what it rests on is kept', onB, [check('b @ x', 'kept')], []],
    ['fails when what it rests on does not exist', onB, [], []],
    ['fails when something else is broken', onB, [check('b @ x', 'kept'), check('c @ x', 'broken')], []],
    ['follows from that of its operation', onB, [check('b @ x', 'broken')], ['b @ x']],
    ['not from what was not arranged', onB, [check('b @ x', 'not-arranged')], []],
    ['not from another operation', onB, [check('b @ x', 'kept'), check('b @ y', 'broken')], []],
    ['not from another operation as well', onB, [check('b @ x', 'broken'), check('b @ y', 'broken')], ['b @ x']],
    ['from any where its own has none', onB, [check('b @ y', 'broken'), check('b @ z', 'broken')], ['b @ y', 'b @ z']],
    [
      'through one that is kept',
      onB,
      [check('b @ x', 'kept', { restsOn: ['c'] }), check('c @ x', 'broken')],
      ['c @ x'],
    ],
    [
      'through several, each named once',
      { restsOn: ['b', 'c'] },
      [
        check('b @ x', 'kept', { restsOn: ['d'] }),
        check('c @ x', 'kept', { restsOn: ['d'] }),
        check('d @ x', 'broken'),
      ],
      ['d @ x'],
    ],
    [
      'through a check of another operation',
      onB,
      [check('b @ y', 'kept', { restsOn: ['c'] }), check('c @ x', 'broken')],
      ['c @ x'],
    ],
    ['never from itself, even in a circle', onB, [check('b @ x', 'broken', { restsOn: ['a'] })], ['b @ x']],
    ['never from itself elsewhere', { restsOn: ['a'] }, [check('a @ y', 'broken')], []],
    ['from two subjects of one check, named once', onB, subjects('b @ x', 'broken', 'broken'), ['b @ x']],
    ['from one subject that is broken', onB, subjects('b @ x', 'kept', 'broken'), ['b @ x']],
    ['* is everything of every operation', { restsOn: ['*'] }, [check('b @ y', 'broken')], ['b @ y']],
    [
      '* is everything even where its operation has checks',
      { restsOn: ['*'] },
      [check('b @ x', 'kept'), check('b @ y', 'broken')],
      ['b @ y'],
    ],
    ['* is not itself', { restsOn: ['*'] }, [check('a @ y', 'broken')], []],
    ['* is nothing where all is kept', { restsOn: ['*'] }, [check('b @ x', 'kept')], []],
    ['follows from a broken foundation', {}, [check('f @ y', 'broken', foundation)], ['f @ y']],
    [
      'of a MUST from a foundation of any level',
      {},
      [check('f @ y', 'broken', { ...foundation, level: 'MAY' })],
      ['f @ y'],
    ],
    ['not from a foundation that stands', {}, [check('f @ y', 'kept', foundation)], []],
    ['a foundation from no other', foundation, [check('f @ y', 'broken', foundation)], []],
    ['a rule for every answer from none', { everyAnswer: true }, [check('f @ y', 'broken', foundation)], []],
    [
      'a rule for every answer from what it rests on',
      { everyAnswer: true, restsOn: ['f'] },
      [check('f @ y', 'broken', foundation)],
      ['f @ y'],
    ],
  ])('%s', (_name, about, others, roots) => {
    const it = check('a @ x', 'broken', about);
    for (const all of [
      [it, ...others],
      [...others, it],
    ]) {
      expect(decide(all).get('a @ x')).toEqual(
        roots.length === 0
          ? { verdict: 'fail', reason: 'broken it was', followsFrom: [] }
          : {
              verdict: 'inconclusive',
              reason: `cannot be told apart from ${roots.join(', ')}: broken it was`,
              followsFrom: roots,
            },
      );
    }
  });

  /** Checks of one requirement and operation that differ in their subject. */
  function subjects(name: string, ...kinds: Outcome['kind'][]): Undecided[] {
    return kinds.map((kind, index) => check(name, kind, { key: `${name} # ${index}` }));
  }

  const levels: readonly Level[] = ['MAY', 'SHOULD', 'MUST'];
  test.each(levels.flatMap((own, ownRank) => levels.map((other, rank) => [own, other, rank >= ownRank] as const)))(
    'a %s behind a %s: %s',
    (own, other, hides) => {
      const all = [check('a @ x', 'broken', { level: own, ...onB }), check('b @ x', 'broken', { level: other })];
      expect(decide(all).get('a @ x')?.verdict).toBe(hides ? 'inconclusive' : 'fail');
    },
  );

  test.each(['kept', 'not-applicable'] as const)('%s stays what it is, whatever else is broken', (kind) => {
    const others = [check('b @ x', 'broken'), check('f @ x', 'broken', foundation)];
    expect(decide([check('a @ x', kind, onB), ...others]).get('a @ x')?.followsFrom).toEqual([]);
    expect(decide([check('a @ x', kind, onB), ...others]).get('a @ x')?.reason).toBe(`${kind} it was`);
  });

  test('one defect is one failure: everything behind it is inconclusive', () => {
    const all = [check('a @ x', 'broken', onB), check('b @ x', 'broken', { restsOn: ['c'] }), check('c @ x', 'broken')];
    const verdicts = [...decide(all)].map(([key, { verdict }]) => [key, verdict]);
    expect(verdicts).toEqual([
      ['a @ x', 'inconclusive'],
      ['b @ x', 'inconclusive'],
      ['c @ x', 'fail'],
    ]);
  });
});

/** Checks of a run by level and verdict: `MUST pass` three times. */
function times(count: number, name: `${Level} ${Ending['checks'][number]['verdict']}`): Ending['checks'] {
  const [level, verdict] = name.split(' ') as [Level, Ending['checks'][number]['verdict']];
  return Array.from({ length: count }, () => ({ level, verdict }));
}

const green: Ending = {
  gate: 'must',
  checks: times(10, 'MUST pass'),
  invalidWaivers: 0,
  gatingDrift: 0,
  reached: true,
  credentialsAccepted: true,
  suiteDefects: 0,
  interrupted: false,
};
const kept = 'The server keeps every gating promise that could be checked.';

describe('the exit code', () => {
  /** From the strongest to the weakest: each change alone leads to its code, and wins over all below it. */
  const reasons: readonly (readonly [change: Partial<Ending>, exitCode: number, conclusion: string])[] = [
    [{ interrupted: true }, 130, 'The run was interrupted; what was known by then is here.'],
    [{ suiteDefects: 1 }, 4, 'The suite itself failed in 1 check.'],
    [{ checks: times(1, 'MUST fail') }, 1, 'The server broke 1 gating check of 1.'],
    [{ invalidWaivers: 1 }, 1, '1 waiver must be mended or deleted.'],
    [{ gatingDrift: 1 }, 1, '1 answer drifted.'],
    [{ reached: false }, 3, 'No verdict: the target could not be reached.'],
    [{ credentialsAccepted: false }, 3, 'No verdict: the target refused the credentials.'],
    [{ checks: [] }, 3, 'No verdict: not one gating check could be decided.'],
  ];

  test.each(reasons.map((reason, index) => [reason[2], reason, reasons.slice(index + 1)] as const))(
    '%s',
    (_name, [change, exitCode, conclusion], weaker) => {
      expect(conclude({ ...green, ...change })).toEqual({ exitCode, conclusion });
      const everythingWeaker = Object.assign({}, ...weaker.map(([one]) => one));
      expect(conclude({ ...green, ...everythingWeaker, ...change })).toEqual({ exitCode, conclusion });
    },
  );

  test.each<[name: string, change: Partial<Ending>, exitCode: number, conclusion: string]>([
    ['all is kept', {}, 0, kept],
    ['a failure is waived', { checks: times(1, 'MUST waived') }, 0, kept],
    ['a SHOULD fails that does not gate', { checks: [...green.checks, ...times(3, 'SHOULD fail')] }, 0, kept],
    [
      'a SHOULD fails that gates',
      { gate: 'should', checks: [...green.checks, ...times(3, 'SHOULD fail')] },
      1,
      'The server broke 3 gating checks of 13.',
    ],
    [
      'a MUST fails where SHOULD gates',
      { gate: 'should', checks: times(1, 'MUST fail') },
      1,
      'The server broke 1 gating check of 1.',
    ],
    ['a MAY never gates', { gate: 'should', checks: [...green.checks, ...times(9, 'MAY fail')] }, 0, kept],
    [
      'what was decided and what was not are counted, not what does not apply',
      {
        checks: [
          ...times(2, 'MUST fail'),
          ...times(3, 'MUST pass'),
          ...times(1, 'MUST waived'),
          ...times(5, 'MUST inconclusive'),
          ...times(7, 'MUST not-applicable'),
        ],
      },
      1,
      'The server broke 2 gating checks of 11.',
    ],
    ['two are defects of the suite', { suiteDefects: 2 }, 4, 'The suite itself failed in 2 checks.'],
    ['two waivers are wrong', { invalidWaivers: 2 }, 1, '2 waivers must be mended or deleted.'],
    ['two answers drifted', { gatingDrift: 2 }, 1, '2 answers drifted.'],
    [
      'nothing that gates was decided',
      { checks: [...times(5, 'SHOULD pass'), ...times(5, 'MUST not-applicable')] },
      3,
      'No verdict: not one gating check could be decided.',
    ],
    [
      'all is inconclusive',
      { checks: times(5, 'MUST inconclusive') },
      3,
      'No verdict: not one gating check could be decided.',
    ],
    ['a fifth is inconclusive', { checks: [...times(8, 'MUST pass'), ...times(2, 'MUST inconclusive')] }, 0, kept],
    [
      'more than a fifth is inconclusive',
      { checks: [...times(7, 'MUST pass'), ...times(2, 'MUST inconclusive')] },
      3,
      'No verdict: 2 of 9 gating checks are inconclusive.',
    ],
    [
      'much is inconclusive that does not gate',
      { checks: [...green.checks, ...times(90, 'SHOULD inconclusive')] },
      0,
      kept,
    ],
  ])('when %s', (_name, change, exitCode, conclusion) => {
    expect(conclude({ ...green, ...change })).toEqual({ exitCode, conclusion });
  });
});
