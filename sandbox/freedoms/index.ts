/** Every freedom by its id. */
import { answerFreedoms } from './answers.ts';
import { behaviourFreedoms } from './behaviour.ts';
import { bodyFreedoms } from './bodies.ts';
import { errorFreedoms } from './errors.ts';
import type { Freedom } from './freedom.ts';
import { idempotencyFreedoms } from './idempotency.ts';
import { notationFreedoms } from './notation.ts';
import { notificationFreedoms } from './notifications.ts';
import { readingFreedoms } from './reading.ts';
import { transportFreedoms } from './transport.ts';
import { valueFreedoms } from './values.ts';

export type { Freedom } from './freedom.ts';

const all = [
  ...answerFreedoms,
  ...behaviourFreedoms,
  ...bodyFreedoms,
  ...errorFreedoms,
  ...idempotencyFreedoms,
  ...notationFreedoms,
  ...notificationFreedoms,
  ...readingFreedoms,
  ...transportFreedoms,
  ...valueFreedoms,
] as const;

/** The id of a freedom. */
export type FreedomId = (typeof all)[number]['id'];

/** Every freedom, by family. */
export const freedoms: readonly (Freedom & { readonly id: FreedomId })[] = all;

const byId: ReadonlyMap<string, Freedom> = new Map(all.map((freedom) => [freedom.id, freedom]));

/** Whether a text is the id of a freedom. */
export function isFreedomId(text: string): text is FreedomId {
  return byId.has(text);
}

/** The freedom of an id. */
export function freedomOf(id: FreedomId): Freedom {
  const freedom = byId.get(id);
  if (freedom === undefined) throw new Error(`unknown freedom '${id}'`);
  return freedom;
}
