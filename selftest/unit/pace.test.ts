/** In which order requests get their turns. */
import { setImmediate as later } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { Pace } from '../../helpers/http/pace.ts';

test('what others wait for, or what waits long itself, goes first; the rest in the order in which it came', async () => {
  const pace = new Pace({ rate: 0, concurrency: 1, waitBudgetMs: 0 });
  const went: string[] = [];
  const go = async (name: string, first?: boolean) => {
    await pace.turn(first);
    went.push(name);
    await later();
    pace.done();
  };
  await Promise.all([go('under way'), go('a'), go('b'), go('first', true), go('c'), go('second', true)]);
  expect(went).toEqual(['under way', 'first', 'second', 'a', 'b', 'c']);
});
