/** Every freedom by its id. */
import { answerFreedoms } from './answers.ts';
import { bodyFreedoms } from './bodies.ts';
import { commitFreedoms } from './commits.ts';
import { errorFreedoms } from './errors.ts';
import type { Freedom } from './freedom.ts';
import { idempotencyFreedoms } from './idempotency.ts';
import { notationFreedoms } from './notation.ts';
import { notificationFreedoms } from './notifications.ts';
import { readingFreedoms } from './reading.ts';
import { showingFreedoms } from './showing.ts';
import { taskFreedoms } from './tasks.ts';
import { transportFreedoms } from './transport.ts';
import { valueFreedoms } from './values.ts';
import { writingFreedoms } from './writing.ts';

export type { Freedom } from './freedom.ts';

const all = [
  ...answerFreedoms,
  ...commitFreedoms,
  ...writingFreedoms,
  ...taskFreedoms,
  ...showingFreedoms,
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
