/** Which checks a pattern and a part of a run choose. */
import { describe, expect, test } from 'vitest';
import { selectChecks } from '../../helpers/select.ts';
import type { Check } from '../../helpers/spec.ts';

/** A check of `requirement @ operation`; one that begins with `answers.` is a rule for every answer. */
function check(key: `${string} @ ${string}`): Check {
  const [requirement, operation] = key.split(' @ ') as [Check['requirement'], Check['operation']];
  const decide: Check['decide'] = key.startsWith('answers.') ? { rule: () => 'kept' } : { spec: async () => {} };
  return { key, requirement, operation, subject: '', decide };
}

const all = [
  check('items.replace @ createInvoice'),
  check('items.keep @ updateInvoice'),
  check('answers.json @ updateInvoice'),
  check('mails.itemsX @ resendInvoice'),
  check('pages.size+1 @ listIdentities'),
];

/** Positions of the chosen ones. */
function chosen(pattern: string, shard?: { index: number; count: number }): number[] {
  return selectChecks(all, pattern, shard).map((one) => all.indexOf(one));
}

describe('a pattern', () => {
  test.each<[pattern: string, expected: number[]]>([
    ['', [0, 1, 2, 3, 4]],
    ['items', [0, 1, 3]],
    ['ITEMS', [0, 1, 3]],
    ['items.', [0, 1]],
    ['Invoice', [0, 1, 2, 3]],
    ['updateInvoice', [1, 2]],
    ['updateinvoice', [1, 2]],
    ['*', [0, 1, 2, 3, 4]],
    ['items.*', [0, 1]],
    ['*.keep', [1]],
    ['*Invoice', [0, 1, 2, 3]],
    ['item*', [0, 1]],
    ['*keep', [1]],
    ['*kee', []],
    ['ems*', []],
    ['items*place', [0]],
    ['*e*s*', [0, 1, 2, 3, 4]],
    ['size+1', [4]],
    ['siz.+1', []],
    ['i.ems', []],
    ['(', []],
    ['[a-z]', []],
    ['a|b', []],
    ['^items', []],
    ['nothing', []],
  ])('%j', (pattern, expected) => {
    expect(chosen(pattern)).toEqual(expected);
  });
});

describe('a part of a run', () => {
  test.each<[index: number, count: number, pattern: string, expected: number[]]>([
    [1, 1, '', [0, 1, 2, 3, 4]],
    [1, 2, '', [0, 2, 3]],
    [2, 2, '', [1, 2, 4]],
    [1, 3, '', [0, 2, 4]],
    [3, 3, '', [2, 3]],
    [5, 9, '', [2]],
    [2, 2, 'updateInvoice', [2]],
    [2, 2, 'items', [1]],
  ])(
    '%i of %i of %j has each rule for every answer, and its share of the others',
    (index, count, pattern, expected) => {
      expect(chosen(pattern, { index, count })).toEqual(expected);
    },
  );

  test('the parts together are the whole, and hold no check twice', () => {
    for (const count of [1, 2, 3, 4, 7]) {
      const parts = Array.from({ length: count }, (_, index) => chosen('', { index: index + 1, count }));
      const own = parts.flat().filter((position) => position !== 2);
      expect(own.sort()).toEqual([0, 1, 3, 4]);
      expect(parts.every((part) => part.includes(2))).toBe(true);
    }
  });
});

test('choosing changes nothing about the list', () => {
  const before = [...all];
  selectChecks(all, '').pop();
  expect(all).toEqual(before);
});
