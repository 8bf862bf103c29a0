/** Sequences: drawn alike from a seed, shrunk to the shortest, told so that people can read them, accusing nobody wrongly. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newRunId } from '../../helpers/run/references.ts';
import { startRun } from '../../helpers/run/run.ts';
import { type Command, drawSequences, simpler, usualSequences } from '../../helpers/sequences/commands.ts';
import { created, differenceOf, sighted, updated } from '../../helpers/sequences/model.ts';
import { shrink } from '../../helpers/sequences/shrink.ts';
import type { Target } from '../../helpers/target.ts';
import type { FaultId } from '../../sandbox/faults/index.ts';
import { type Sandbox, startSandbox } from '../../sandbox/start.ts';
import { checks } from '../../specs/all.ts';
import { sandboxTarget } from './target.ts';

const unbounded = { trials: 1000, isOver: () => false };

describe('drawing', () => {
  test('the same seed gives the same sequences, and more of them begin with the same', () => {
    expect(drawSequences(7, 20).slice(0, 5)).toEqual(drawSequences(7, 5));
    expect(drawSequences(7, 5)).not.toEqual(drawSequences(8, 5));
  });

  test('a usual run is short, and a longer one has longer sequences', () => {
    const calls = (commands: readonly Command[]) =>
      commands.reduce((sum, command) => sum + ('times' in command ? command.times : 1), 0);
    const lengths = drawSequences(3, usualSequences + 4).map(calls);
    expect(Math.max(...lengths.slice(0, usualSequences))).toBeLessThanOrEqual(14);
    expect(Math.min(...lengths.slice(usualSequences))).toBeGreaterThan(14);
  });

  test('nobody is mailed where no mails may go out', () => {
    const kinds = new Set(drawSequences(1, 40, false).flatMap((commands) => commands.map((command) => command.do)));
    expect(kinds).not.toContain('resend');
    expect(kinds).toContain('dunning');
  });
});

describe('shrinking', () => {
  /** Fails where the letters occur in this order, whatever stands between them. */
  const failsWith = (letters: string) => {
    const pattern = new RegExp([...letters].join('.*'));
    return async (candidate: readonly string[]) => pattern.test(candidate.join(''));
  };

  test.each(['a', 'cd', 'aac', 'cba'])('leaves %s alone', async (letters) => {
    const shortest = await shrink([...'cabdcadbacbad'], () => [], failsWith(letters), unbounded);
    expect(shortest.join('')).toBe(letters);
  });

  test('simplifies what is left', async () => {
    const command: Command = { do: 'update', invoice: 0, items: 3, members: ['due', 'meta'] };
    const fails = async ([only]: readonly Command[]) => only?.do === 'update' && only.members.includes('meta');
    const [shortest] = await shrink([command], simpler, fails, unbounded);
    expect(shortest).toEqual({ do: 'update', invoice: 0, items: 0, members: ['due', 'meta'] });
  });

  test('tries no more than it may', async () => {
    let trials = 0;
    const fails = async () => {
      trials += 1;
      return true;
    };
    await shrink([...'abcdefghij'], () => [], fails, { trials: 4, isOver: () => false });
    expect(trials).toBe(4);
    expect(await shrink(['a'], () => ['b'], fails, { trials: 9, isOver: () => true })).toEqual(['a']);
  });
});

describe('the model', () => {
  const items = [{ label: 'one', quantity: 1, unit: 'piece', unitprice: 2 }];
  const invoice = created('A', 'r1', { items, due: '2026-01-01', meta: { note: 'x' } });

  test('knows nothing of members that an update did not send, and keeps the items', () => {
    const next = updated(invoice, { due: '2026-02-02' });
    expect(differenceOf(next, { items, due: '2026-02-02', meta: null })).toBeUndefined();
    expect(differenceOf(next, { items: [], due: '2026-02-02' })?.what).toBe('items');
    expect(differenceOf(next, { items, due: '2026-01-01' })?.what).toBe('due');
  });

  test('expects of a member only where it is shown, and for good where it once was', () => {
    expect(differenceOf(invoice, { items })).toBeUndefined();
    expect(differenceOf(sighted(invoice, { items, due: '2026-01-01' }), { items })?.what).toBe('due');
  });

  test('promises nothing of a committed invoice that is updated', () => {
    const next = updated({ ...invoice, committed: true }, { items: [] });
    expect(differenceOf(next, { items, due: 'anything' })).toBeUndefined();
  });
});

describe('against a server', () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox({ managementPort: false });
  });
  afterAll(() => sandbox.close());
  const meant = checks.filter(({ requirement }) => requirement === 'sequences.agree-with-the-model');

  async function outcome(faults: readonly FaultId[], seed: number, change: Partial<Target> = {}) {
    sandbox.use({ faults });
    const startedAt = new Date();
    const target = { ...sandboxTarget(sandbox, { settleTimeoutMs: 150 }), ...change };
    const run = startRun({ target, checks: meant, runId: newRunId(startedAt), seed, startedAt });
    const [result] = await run.results;
    if (result === undefined) throw new Error('one check was selected');
    return result;
  }

  test('a conforming one agrees, within the requests of a gate', async () => {
    const { outcome: kept, requests } = await outcome([], 5);
    expect(kept).toEqual({ kind: 'kept', reason: '' });
    expect(requests).toBeLessThan(250);
  });

  test('the shortest sequence is told, and how to see it again', async () => {
    const { outcome: broken, exchanges } = await outcome(['update-after-two-resends-lost'], 1);
    expect(broken.kind).toBe('broken');
    expect(broken.reason).toMatch(
      /^the server gave other items on A after: create A, resend A, resend A, update A with 1 item; again with: npm run conformance -- --only sequences --seed 1$/,
    );
    // The evidence is that sequence alone: the customer, the calls, and what was looked at.
    expect(exchanges.map(({ note }) => note).filter((note) => note?.startsWith('step'))).toEqual([
      'step 1: create A',
      'step 2: resend A',
      'step 3: resend A',
      'step 4: update A with 1 item',
    ]);
  });

  test('the same seed tells the same sequence', async () => {
    const first = await outcome(['repeated-creation-resets-invoice'], 2);
    const second = await outcome(['repeated-creation-resets-invoice'], 2);
    expect(first.outcome.kind).toBe('broken');
    expect(second.outcome.reason).toBe(first.outcome.reason);
  });
});
