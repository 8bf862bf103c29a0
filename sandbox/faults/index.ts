/** Every fault by its id. */
import { accountFaults } from './accounts.ts';
import { answerFaults } from './answers.ts';
import { authenticationFaults } from './authentication.ts';
import { belongingFaults } from './belonging.ts';
import { bodyFaults } from './bodies.ts';
import { commitFaults } from './commit.ts';
import { creationFaults } from './creation.ts';
import { dunningFaults } from './dunning.ts';
import { errorFaults } from './errors.ts';
import type { Fault } from './fault.ts';
import { httpFaults } from './http.ts';
import { identityFaults } from './identities.ts';
import { itemContentFaults } from './item-contents.ts';
import { itemFaults } from './items.ts';
import { keyFaults } from './keys.ts';
import { limitFaults } from './limits.ts';
import { listFaults } from './lists.ts';
import { lookupFaults } from './lookups.ts';
import { memberFaults } from './members.ts';
import { pathFaults } from './paths.ts';
import { referenceFaults } from './references.ts';
import { refusalFaults } from './refusals.ts';
import { replayFaults } from './replays.ts';
import { resendFaults } from './resend.ts';
import { sequenceFaults } from './sequences.ts';
import { togetherFaults } from './together.ts';
import { updateFaults } from './updates.ts';

export type { Fault } from './fault.ts';

const all = [
  ...accountFaults,
  ...answerFaults,
  ...authenticationFaults,
  ...belongingFaults,
  ...bodyFaults,
  ...commitFaults,
  ...creationFaults,
  ...dunningFaults,
  ...errorFaults,
  ...httpFaults,
  ...identityFaults,
  ...itemContentFaults,
  ...itemFaults,
  ...keyFaults,
  ...limitFaults,
  ...listFaults,
  ...lookupFaults,
  ...memberFaults,
  ...pathFaults,
  ...referenceFaults,
  ...refusalFaults,
  ...replayFaults,
  ...resendFaults,
  ...sequenceFaults,
  ...togetherFaults,
  ...updateFaults,
] as const;

/** The id of a fault. */
export type FaultId = (typeof all)[number]['id'];

/** Every fault, by family. */
export const faults: readonly (Fault & { readonly id: FaultId })[] = all;

const byId: ReadonlyMap<string, Fault> = new Map(all.map((fault) => [fault.id, fault]));

/** Whether a text is the id of a fault. */
export function isFaultId(text: string): text is FaultId {
  return byId.has(text);
}

/** The fault of an id. */
export function faultOf(id: FaultId): Fault {
  const fault = byId.get(id);
  if (fault === undefined) throw new Error(`unknown fault '${id}'`);
  return fault;
}
