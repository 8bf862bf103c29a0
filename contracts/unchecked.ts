/** Requirements of the catalogue that no spec decides yet, each with the reason. The build fails when this list is not exact. */
import { requirementIds } from './requirements/index.ts';

const reasons: Readonly<Record<string, string>> = {
  'idempotency.key-kept-for-24-hours': 'needs a ledger of keys that outlives a run',
  'open.key-kept-after-24-hours': 'needs a ledger of keys that outlives a run',
};

/** Why a requirement has no spec; `undefined` where it has one. */
export function whyUnchecked(id: string): string | undefined {
  return reasons[id];
}

/** The requirements without a spec. */
export const uncheckedIds: readonly string[] = requirementIds.filter((id) => whyUnchecked(id) !== undefined);
