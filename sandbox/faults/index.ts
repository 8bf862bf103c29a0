/** Every fault by its id. */
import { accountFaults } from './accounts.ts';
import { answerFaults } from './answers.ts';
import { authenticationFaults } from './authentication.ts';
import { creationFaults } from './creation.ts';
import { errorFaults } from './errors.ts';
import type { Fault } from './fault.ts';
import { httpFaults } from './http.ts';
import { itemFaults } from './items.ts';
import { keyFaults } from './keys.ts';
import { readingFaults } from './reading.ts';
import { replayFaults } from './replays.ts';
import { taskFaults } from './tasks.ts';
import { updateFaults } from './updates.ts';
import { validationFaults } from './validation.ts';

export type { Fault } from './fault.ts';

const all = [
  ...accountFaults,
  ...answerFaults,
  ...authenticationFaults,
  ...creationFaults,
  ...errorFaults,
  ...httpFaults,
  ...itemFaults,
  ...keyFaults,
  ...readingFaults,
  ...replayFaults,
  ...taskFaults,
  ...updateFaults,
  ...validationFaults,
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
