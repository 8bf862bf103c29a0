/** Declares a test for each misbehaviour of a family, by name. */
import { describe, test } from 'vitest';
import { misbehaviours } from './all.ts';
import { expectHandled } from './judge.ts';

/** One test for a server that misbehaves from the first request on, one for a server that does so later. */
export function declareMisbehaviours(family: string): void {
  describe.concurrent(family, () => {
    for (const misbehaviour of misbehaviours[family] ?? []) {
      const { id, sentence, fromTheFirst, later } = misbehaviour;
      const ends = (exitCode: number) => `ends ${exitCode}`;
      if (fromTheFirst !== undefined) {
        test(`${id}: ${sentence} ${ends(fromTheFirst.exitCode)}`, () => expectHandled(misbehaviour, false));
      }
      if (later !== undefined) {
        test(`${id}, once it was reached: ${ends(later.exitCode)}`, () => expectHandled(misbehaviour, true));
      }
    }
  });
}
