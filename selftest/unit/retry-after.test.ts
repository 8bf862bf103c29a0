/** What `Retry-After` asks for: seconds, or a date, or nothing that can be understood. */
import { expect, test } from 'vitest';
import { retryAfterMs } from '../../helpers/http/retry-after.ts';

const now = Date.parse('2026-03-10T12:00:00Z');

test.each([
  ['0', 0],
  ['1', 1000],
  ['120', 120_000],
  [' 7 ', 7000],
  ['31536000', 31_536_000_000],
  ['Tue, 10 Mar 2026 12:00:05 GMT', 5000],
  [' Tue, 10 Mar 2026 12:00:05 GMT', 5000],
  ['xTue, 10 Mar 2026 12:00:05 GMT', undefined],
  ['Tue, 10 Mar 2026 12:00:00 GMT', 0],
  ['Tue, 10 Mar 2026 11:59:00 GMT', 0],
  ['', undefined],
  ['tue, 10 Mar 2026 12:00:05 GMT', 5000],
  ['Mon, 09 Mar 2026 12:00:00 GMT', 0],
  ['Wed, 11 Mar 2026 12:00:00 GMT', 86_400_000],
  ['Thu, 12 Mar 2026 12:00:00 GMT', 172_800_000],
  ['Fri, 13 Mar 2026 12:00:00 GMT', 259_200_000],
  ['Sat, 14 Mar 2026 12:00:00 GMT', 345_600_000],
  ['Sun, 15 Mar 2026 12:00:00 GMT', 432_000_000],
  ['Monday soon', undefined],
  ['next Tue, 10 Mar 2026 12:00:05 GMT', undefined],
  ['10 Mar 2026 12:00:05 GMT', undefined],
  ['2026', 2_026_000],
  ['-1', undefined],
  ['1.5', undefined],
  ['soon', undefined],
  ['1s', undefined],
  ['x1', undefined],
  [undefined, undefined],
])('%j is %j ms', (value, expected) => {
  expect(retryAfterMs(value, now)).toBe(expected);
});
