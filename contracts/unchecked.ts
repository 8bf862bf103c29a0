/** Requirements of the catalogue that no spec decides yet, each with the reason. The build fails when this list is not exact. */
import { requirementIds } from './requirements/index.ts';

const reasons: Readonly<Record<string, string>> = {};

/** Why a requirement has no spec; `undefined` where it has one. */
export function whyUnchecked(id: string): string | undefined {
  return reasons[id];
}

/** The requirements without a spec. */
export const uncheckedIds: readonly string[] = requirementIds.filter((id) => whyUnchecked(id) !== undefined);
