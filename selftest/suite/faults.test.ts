/** Each requirement can fail: every fault of the sandbox is found by the requirement it breaks. */
import { describe, expect, test } from 'vitest';
import { whyUnchecked } from '../../contracts/unchecked.ts';
import { faults } from '../../sandbox/faults/index.ts';
import { startSandbox } from '../../sandbox/start.ts';
import { checks } from '../../specs/all.ts';
import { overNights, runOnSecondNight } from './nights.ts';
import { runToEnd, sandboxTarget } from './target.ts';

const decided = faults.filter(({ breaks }) => whyUnchecked(breaks) === undefined);

// Most of their time is waiting: several at once, each with a sandbox of its own.
describe.concurrent.each(decided)('fault $id', (fault) => {
  const meant = checks.filter(
    ({ requirement, operation }) =>
      requirement === fault.breaks && (fault.operation === undefined || fault.operation === operation),
  );
  test(`is found by ${fault.breaks}`, async ({ onTestFinished }) => {
    const sandbox = await startSandbox({ managementPort: false });
    onTestFinished(() => sandbox.close());
    sandbox.use({ faults: [fault.id] });
    // Rules for every answer see nothing on their own: whatever else is asked gives them answers to judge.
    const gathered = meant.some(({ decide }) => 'rule' in decide);
    const run = gathered
      ? checks.filter(({ operation }) => meant.some((check) => check.operation === operation))
      : meant;
    const slow = fault.breaks === 'idempotency.key-kept-for-a-while';
    const target = sandboxTarget(sandbox, { keyAgeMs: slow ? 1800 : 100 });
    const nightly = fault.breaks === overNights;
    const results = await (nightly ? runOnSecondNight(sandbox, target, run) : runToEnd(target, run));
    const broken = results.filter(
      ({ check, outcome }) => outcome.kind === 'broken' && check.requirement === fault.breaks,
    );
    const others = results.map(({ check, outcome }) => `${check.key}: ${outcome.kind} ${outcome.reason}`);
    expect(broken.length, others.slice(0, 5).join('\n')).toBeGreaterThan(0);
  });
});
