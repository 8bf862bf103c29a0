/** Choosing checks by a pattern. */
import type { Check } from './spec.ts';

/** The checks whose requirement or operation a pattern names: a part of it, or a glob with `*`. */
export function selectChecks(checks: readonly Check[], pattern: string): Check[] {
  if (pattern === '') return [...checks];
  const escaped = pattern.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*');
  const matcher = new RegExp(pattern.includes('*') ? `^${escaped}$` : escaped, 'i');
  return checks.filter(({ requirement, operation }) => matcher.test(requirement) || matcher.test(operation));
}
