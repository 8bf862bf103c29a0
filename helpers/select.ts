/** Choosing checks: by a pattern, and as one part of several. */
import type { Check } from './spec.ts';

/** One of several parts of a run: `2/3`. */
export interface Shard {
  /** From 1 on. */
  readonly index: number;
  readonly count: number;
}

/**
 * The checks whose requirement or operation a pattern names: a part of it, or a glob with `*`. Of a shard every nth, and
 * each rule for every answer: it judges what the shard's own checks are answered.
 */
export function selectChecks(checks: readonly Check[], pattern: string, shard?: Shard): Check[] {
  const matching = matchingChecks(checks, pattern);
  if (shard === undefined) return matching;
  let turn = 0;
  return matching.filter(({ decide }) => 'rule' in decide || turn++ % shard.count === shard.index - 1);
}

function matchingChecks(checks: readonly Check[], pattern: string): Check[] {
  if (pattern === '') return [...checks];
  const escaped = pattern.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*');
  const matcher = new RegExp(pattern.includes('*') ? `^${escaped}$` : escaped, 'i');
  return checks.filter(({ requirement, operation }) => matcher.test(requirement) || matcher.test(operation));
}
