/** Every fault by its id. */
import { authenticationFaults } from './authentication.ts';
import type { Fault } from './fault.ts';

export type { Fault } from './fault.ts';

const all = [...authenticationFaults] as const;

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
