/** Whether what a server shows is what was sent: each freedom of notation is allowed, and no other difference. */
import { describe, expect, test } from 'vitest';
import { holdsExactly, sameJson, showsWhatWasSent } from '../../helpers/compare.ts';

type Pair = readonly [sent: unknown, shown: unknown];

describe('shows what was sent', () => {
  const pairs: readonly Pair[] = [
    // decimals by value
    [12.5, 12.5],
    [12.5, '12.50'],
    ['12.50', 12.5],
    ['12', '12.00'],
    ['+12', '12'],
    ['0012.10', '12.1'],
    [' 12 ', '12'],
    ['100', 100],
    ['0', '-0.00'],
    [-0.5, '-0.50'],
    ['-7', -7],
    [1e-7, '0.0000001'],
    [5e-7, '0.000000500'],
    [0, '0.0'],
    ['000', 0],
    // everything else as it is
    ['text', 'text'],
    ['', ''],
    [true, true],
    [null, null],
    [undefined, undefined],
    // dates: a day, an instant and a local time
    ['2026-03-10', '2026-03-10'],
    ['2026-03-10T12:00:00Z', '2026-03-10T13:00:00+01:00'],
    ['2026-03-10T12:00:00Z', '2026-03-10T13:00:00+0100'],
    ['2026-03-10T12:00:00 Z', '2026-03-10T12:00:00Z'],
    ['2026-03-10T12:00:00Z', '2026-03-10 14:00:00 +0200'],
    ['2026-03-10T12:00Z', '2026-03-10T12:00:00.000Z'],
    ['2026-03-10T12:00:00Z', '2026-03-10 12:00:00Z'],
    ['2026-03-10T12:00:00', '2026-03-10 12:00:00.000'],
    ['2026-03-10', '2026-03-09T10:00:00Z'],
    ['2026-03-10', '2026-03-10T12:00:00Z'],
    ['2026-03-10', '2026-03-09 10:00'],
    ['2026-03-10', '2026-03-10 14:00'],
    ['2026-03-10T12:00:00Z', '2026-03-10T00:00:00'],
    ['2026-03-10T12:00:00-00:00', '2026-03-11 02:00:00'],
    ['2026-03-10T12:00:00Z', '2026-03-09'],
    ['2026-03-10T22:00:00Z', '2026-03-11'],
    // arrays in length and order, objects by the members that were sent
    [[], []],
    [
      [1, '2'],
      ['1', 2],
    ],
    [{}, {}],
    [{}, { more: 1 }],
    [{ a: '1.0' }, { b: 2, a: 1 }],
    [{ a: { b: [{ c: 1 }] } }, { a: { b: [{ c: 1, id: 7 }], id: 8 } }],
    [{ a: undefined }, {}],
  ];
  test.each(pairs)('%j as %j', (sent, shown) => {
    expect(showsWhatWasSent(sent, shown)).toBe(true);
  });
});

describe('does not show what was sent', () => {
  const pairs: readonly Pair[] = [
    [12.5, 12.51],
    [12.5, '12.5 EUR'],
    [12.5, 'EUR 12.5'],
    [12.5, '12,5'],
    ['12', '-12'],
    ['-12', '12'],
    ['120', '12'],
    ['10', '1'],
    ['100', '10'],
    ['-7', '-8'],
    ['0.01', '0.1'],
    ['1.10', '11.0'],
    ['12.', '12'],
    [1e-7, 0],
    ['abc', 'abd'],
    ['a1', 'a1.0'],
    ['1a', '1.0a'],
    ['1', 'true'],
    [1, true],
    [0, false],
    [0, null],
    [0, ''],
    ['', null],
    [null, undefined],
    [Number.NaN, 'NaN'],
    [Number.POSITIVE_INFINITY, 'Infinity'],
    // no freedom between equal notations
    ['2026-03-10', '2026-03-11'],
    ['2026-03-10T12:00:00Z', '2026-03-10T12:00:01Z'],
    ['2026-03-10T12:00:00Z', '2026-03-10T12:00:00+01:00'],
    ['2026-03-10T12:00:00Z', '2026-03-10T12:00:00+0100'],
    ['2026-03-10T12:00:00', '2026-03-10T12:00:01'],
    ['2026-03-10 12:00:00.001', '2026-03-10T12:00:00'],
    // no more than a zone between others
    ['2026-03-10', '2026-03-09T09:59:59Z'],
    ['2026-03-10', '2026-03-10T12:00:01Z'],
    ['2026-03-10', '2026-03-09 09:59'],
    ['2026-03-10', '2026-03-10 14:01'],
    ['2026-03-10T12:00:00Z', '2026-03-09T23:59:59'],
    ['2026-03-10T12:00:00Z', '2026-03-11T02:00:01'],
    ['2026-03-10T12:00:01Z', '2026-03-09'],
    ['2026-03-10T09:59:59Z', '2026-03-11'],
    // a local time holds more than a day and a zone less than an instant: they say something else
    ['2026-03-10T12:00:00', '2026-03-10T13:00:00Z'],
    ['2026-03-10T12:00:00', '2026-03-10'],
    // dates that are none are texts
    ['2026-02-31T99:00', '2026-02-31T99:00Z'],
    ['2026-3-10', '2026-03-10'],
    ['on 2026-03-10', '2026-03-10'],
    ['2026-03-10 or so', '2026-03-10'],
    ['ab 2026-03-10T12:00:00Z', '2026-03-10T12:00:00Z'],
    ['2026-03-10T12:00:00Z (noon)', '2026-03-10T12:00:00Z'],
    ['2026-03-10', 20260310],
    [1773144000000, '2026-03-10T12:00:00Z'],
    ['2026', '2026-01-01'],
    // containers
    [[], {}],
    [[], null],
    [[], undefined],
    [[1], 1],
    [1, [1]],
    [[1], [1, 2]],
    [[1, 2], [1]],
    [
      [1, 2],
      [2, 1],
    ],
    [[1], { 0: 1, length: 1 }],
    [{}, null],
    [{}, []],
    [{}, 'x'],
    [{ a: 1 }, {}],
    [{ a: 1, b: 2 }, { a: 1 }],
    [
      { a: 1, b: 2 },
      { a: 1, b: 3 },
    ],
    [
      { a: 1, b: 2 },
      { a: 3, b: 2 },
    ],
    [{ a: null }, {}],
    [{ a: { b: 1 } }, { a: { b: 2 } }],
    ['[object Object]', {}],
  ];
  test.each(pairs)('%j as %j', (sent, shown) => {
    expect(showsWhatWasSent(sent, shown)).toBe(false);
  });
});

describe('holds exactly', () => {
  test.each<Pair>([
    [{ a: 1 }, { a: 1 }],
    [{ a: 1 }, { a: 1, added: true }],
    [{ a: { b: 1 } }, { a: { b: 1, added: 2 } }],
    [{ a: [{ b: 1 }] }, { a: [{ b: 1, added: 2 }] }],
    [{ a: { b: [1, 'x'] } }, { a: { b: [1, 'x'] } }],
    [{}, { a: 1 }],
    ['x', 'x'],
    [[1], [1]],
    [null, null],
  ])('%j in %j', (sent, shown) => {
    expect(holdsExactly(sent, shown)).toBe(true);
  });

  test.each<Pair>([
    [{ a: 1 }, { a: '1' }],
    [{ a: 1 }, { a: 1.5 }],
    [{ a: 1, b: 2 }, { a: 1 }],
    [{ a: 1, b: 2 }, { b: 2 }],
    [{ a: { b: 1 } }, { a: { b: 2, c: 2 } }],
    [{ a: {} }, { a: [] }],
    [
      [1, 2],
      [1, 3],
    ],
    [{ a: [1] }, { a: { 0: 1, length: 1 } }],
    [{ a: [1] }, { a: [1, 2] }],
    [{ a: [1, 2] }, { a: [1] }],
    [[{ a: 1 }], [{ a: 2 }]],
    [{ a: null }, {}],
    [{ a: '2026-03-10' }, { a: '2026-03-10T00:00:00Z' }],
    [{ a: [1, 2] }, { a: [2, 1] }],
    [{}, null],
    [{}, 'x'],
    [null, {}],
    ['x', {}],
    [[1], [2]],
  ])('not %j in %j', (sent, shown) => {
    expect(holdsExactly(sent, shown)).toBe(false);
  });
});

describe('the same JSON', () => {
  test.each<Pair>([
    [1, 1],
    ['a', 'a'],
    [null, null],
    [[], []],
    [{}, {}],
    [
      { a: 1, b: 2 },
      { b: 2, a: 1 },
    ],
    [
      [1, [2, { a: [] }]],
      [1, [2, { a: [] }]],
    ],
  ])('%j and %j', (left, right) => {
    expect(sameJson(left, right)).toBe(true);
    expect(sameJson(right, left)).toBe(true);
  });

  test.each<Pair>([
    [1, '1'],
    [1, 1.0001],
    ['1.0', '1'],
    [null, undefined],
    [null, {}],
    [0, false],
    [[], {}],
    [[], null],
    [[1], { 0: 1, length: 1 }],
    [[1], [1, 2]],
    [
      [1, 2],
      [2, 1],
    ],
    [
      [1, 2],
      [1, 3],
    ],
    [{}, { a: 1 }],
    [{ a: 1 }, { b: 1 }],
    [{ a: undefined }, { b: undefined }],
    [{ a: 1 }, { a: 2 }],
    [
      { a: 1, b: 2 },
      { a: 1, b: 3 },
    ],
    [
      { a: 1, b: 2 },
      { a: 1, c: 2 },
    ],
    [{ toString: undefined }, { a: undefined }],
    [{ a: { b: [1] } }, { a: { b: [2] } }],
    [{ a: 1 }, 'a'],
  ])('not %j and %j', (left, right) => {
    expect(sameJson(left, right)).toBe(false);
    expect(sameJson(right, left)).toBe(false);
  });
});
