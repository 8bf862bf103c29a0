/** The longest chain of calls of which each had to wait for the one before. */
import type { RecordedExchange } from '../../helpers/report/model.ts';

/** How many of the exchanges of one check followed each other; those that ran side by side count once. */
export function chainLength(exchanges: readonly Pick<RecordedExchange, 'startedAt' | 'durationMs'>[]): number {
  const spans = exchanges
    .map(({ startedAt, durationMs }) => ({ start: Date.parse(startedAt), end: Date.parse(startedAt) + durationMs }))
    .sort((left, right) => left.end - right.end);
  let length = 0;
  let end = Number.NEGATIVE_INFINITY;
  for (const span of spans) {
    // `startedAt` is exact to a millisecond.
    if (span.start + 1 < end) continue;
    length += 1;
    end = span.end;
  }
  return length;
}
