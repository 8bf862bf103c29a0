/** The catalogue: every requirement once. */
import type { OperationId } from '../operations.ts';
import { accounts } from './accounts.ts';
import { answers } from './answers.ts';
import { authentication } from './authentication.ts';
import { contract } from './contract.ts';
import type { Requirement } from './define.ts';
import { errors } from './errors.ts';
import { http } from './http.ts';
import { idempotency } from './idempotency.ts';
import { invoices } from './invoices.ts';
import { items } from './items.ts';
import { open } from './open.ts';
import { reading } from './reading.ts';
import { sequences } from './sequences.ts';
import { tasks } from './tasks.ts';
import { validation } from './validation.ts';

export type { OperationId } from '../operations.ts';
export type { Level, Requirement } from './define.ts';

const families = {
  ...reading,
  ...authentication,
  ...accounts,
  ...invoices,
  ...items,
  ...tasks,
  ...idempotency,
  ...validation,
  ...errors,
  ...answers,
  ...http,
  ...sequences,
  ...contract,
  ...open,
} as const;

/** The id of a requirement. Frozen once released: ids are added, never changed. */
export type RequirementId = keyof typeof families;

/** Every requirement by its id, in the order in which reports list them. */
export const catalogue: Readonly<Record<RequirementId, Requirement>> = families;

/** All ids in catalogue order. */
export const requirementIds = Object.keys(families) as RequirementId[];

/** Whether a text is the id of a requirement. */
export function isRequirementId(text: string): text is RequirementId {
  return Object.hasOwn(families, text);
}

/** The family of a requirement: the part of its id before the first dot. */
export function familyOf(id: RequirementId): string {
  return id.slice(0, id.indexOf('.'));
}

/** The operations a requirement applies to. */
export function operationsOf(id: RequirementId): readonly OperationId[] {
  return catalogue[id].operations;
}
