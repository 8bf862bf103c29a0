/** A server that uses its freedoms is conforming: nothing may fail that the freedom keeps, and no MUST ever. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { catalogue } from '../../contracts/requirements/index.ts';
import { defaultLimits } from '../../helpers/target.ts';
import { freedoms } from '../../sandbox/freedoms/index.ts';
import { type Sandbox, startSandbox } from '../../sandbox/start.ts';
import { checks } from '../../specs/all.ts';
import { runToEnd, sandboxTarget } from './target.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ managementPort: false });
});
afterAll(() => sandbox.close());

/** Freedoms about which a wrong verdict is most likely, one by one; `npm run freedoms` runs them all. */
const chosen = freedoms.filter((_, index) => process.env.ALL_FREEDOMS === '1' || index % 12 === 0);

test('the sandbox itself keeps every requirement', async () => {
  sandbox.use({});
  const results = await runToEnd(sandboxTarget(sandbox), checks);
  expect(results.filter(({ outcome }) => outcome.kind !== 'kept' && outcome.kind !== 'not-applicable')).toEqual([]);
});

test.each(chosen)('freedom $id breaks no requirement that it keeps', async ({ id, keeps }) => {
  sandbox.use({ freedoms: [id] });
  const limits = { settleTimeoutMs: 4000, commitMs: defaultLimits.commitMs };
  const results = await runToEnd(sandboxTarget(sandbox, limits), checks);
  const accused = results.filter(
    ({ check, outcome }) =>
      outcome.kind === 'suite-defect' ||
      (outcome.kind === 'broken' && (keeps === undefined || catalogue[check.requirement].level === 'MUST')),
  );
  expect(accused.map(({ check, outcome }) => `${check.key}: ${outcome.reason}`)).toEqual([]);
});
