/** Open questions get the answer that is true of the server, the same on every run, and another where the server differs. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { catalogue, requirementIds } from '../../contracts/requirements/index.ts';
import { whyUnchecked } from '../../contracts/unchecked.ts';
import type { FreedomId } from '../../sandbox/freedoms/index.ts';
import { type Sandbox, startSandbox } from '../../sandbox/start.ts';
import { checks } from '../../specs/all.ts';
import { answersByDefault } from './observed/by-default.ts';
import { answersOfFreedoms } from './observed/with-freedoms.ts';
import { runToEnd, sandboxTarget } from './target.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ managementPort: false });
});
afterAll(() => sandbox.close());

/** What only a later run can see is asked and answered in `nights.test.ts`. */
const overNights = 'open.key-kept-after-24-hours';

const questions = checks.filter(
  ({ requirement }) => catalogue[requirement].level === 'MAY' && requirement !== overNights,
);

/** The key of a check without the family that all open questions share. */
const nameOf = (key: string) => key.replace(/^open\./, '');

/** Runs observations against a sandbox with freedoms; the answers by question and operation. */
function observe(freedoms: readonly FreedomId[], names?: readonly string[]): Promise<Record<string, string>> {
  sandbox.use({ freedoms });
  return observeAgain(questions.filter(({ key }) => names === undefined || names.includes(nameOf(key))));
}

/** Runs observations against the sandbox as it is now, with all that happened before. */
async function observeAgain(asked = questions, noMails = false): Promise<Record<string, string>> {
  const target = sandboxTarget(sandbox, { settleTimeoutMs: 3000, requestTimeoutMs: 5000 });
  const results = await runToEnd({ ...target, noMails }, asked);
  return Object.fromEntries(
    results.map(({ check, observation, outcome }) => [
      nameOf(check.key),
      observation ?? `${outcome.kind}: ${outcome.reason}`,
    ]),
  );
}

test('the sandbox as it is answers every open question', async () => {
  expect(await observe([])).toEqual(answersByDefault);
});

test('a second run against the same server gives the same answers', async () => {
  expect(await observeAgain()).toEqual(answersByDefault);
});

test('where no mails are allowed none is sent', async () => {
  sandbox.use({});
  await observeAgain(questions, true);
  expect(sandbox.world.mails).toEqual([]);
});

test('a server whose effects come late gives the same answers', async () => {
  expect(await observe(['effects-lag', 'committed-slowly', 'slow'])).toEqual(answersByDefault);
});

test.each(answersOfFreedoms)('with $freedoms', async ({ freedoms, answers }) => {
  expect(await observe(freedoms, Object.keys(answers))).toEqual(answers);
});

test('every open question was seen with two answers or more', () => {
  const seen = new Map<string, Set<string>>();
  for (const answers of [answersByDefault, ...answersOfFreedoms.map((one) => one.answers)]) {
    for (const [name, answer] of Object.entries(answers)) {
      const id = `open.${name.split(' ')[0]}`;
      seen.set(id, (seen.get(id) ?? new Set()).add(answer));
    }
  }
  const asked = requirementIds.filter(
    (id) => catalogue[id].level === 'MAY' && whyUnchecked(id) === undefined && id !== overNights,
  );
  expect(asked.filter((id) => (seen.get(id)?.size ?? 0) < 2)).toEqual([]);
});
