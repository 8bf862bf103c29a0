/** The waivers that a failing run offers: for what has none yet, and as they can be pasted where they are to stand. */
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { waiversToPaste } from '../../cli/waivers-to-paste.ts';
import type { Waiver, WaiverList } from '../../helpers/target.ts';
import { check, example } from '../reports/example.ts';

type Finished = Parameters<typeof waiversToPaste>[0];

/** A run of a target with a file, in which these operations failed. */
function run(failed: readonly string[], waiverList?: WaiverList, waivers: readonly Waiver[] = []): Finished {
  const checks = failed.flatMap((operation) =>
    ['a', 'b'].map((subject) => check({ requirement: 'a.b', operation, subject, verdict: 'fail' })),
  );
  const report = { ...example, checks: [...checks, check({ requirement: 'a.passes' })] };
  // The rest of the facts is of no concern here.
  const facts = { waivers, startedAt: '2026-11-24T15:00:00.000Z', ...(waiverList === undefined ? {} : { waiverList }) };
  return { report, facts } as unknown as Finished;
}

const path = 'elsewhere/staging.yaml';
const offer = (operation: string) => ({
  requirement: 'a.b',
  operation,
  reason: '',
  owner: '',
  expires: '2026-12-24',
});

test.each<[holds: WaiverList['holds'], head: string, before: string]>([
  ['nothing', `add this to ${path}`, 'url: x\n'],
  ['none', `put this in the place of the empty list of waivers in ${path}`, 'url: x\n'],
  ['some', `add this to the waivers in ${path}`, 'url: x\nwaivers:\n  - requirement: c.d\n'],
])('where the file holds %s, the offer pasted there is a list', (holds, head, before) => {
  const text = waiversToPaste(run(['getInvoice'], { path, holds }));
  const [said, pasted] = text.split(', with a reason and an owner:\n');
  expect(said).toBe(`\nTo accept a failure for a while, ${head}`);
  const { waivers } = parse(`${before}${pasted}`) as { waivers: unknown[] };
  expect(waivers.at(-1)).toEqual(offer('getInvoice'));
  expect(waivers).toHaveLength(holds === 'some' ? 2 : 1);
});

test('a target without a file is told to write one', () => {
  expect(waiversToPaste(run(['getInvoice']))).toContain('write targets/staging.yaml (docs/targets.md)');
});

test('five are offered, each once, and the others counted', () => {
  const operations = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
  const text = waiversToPaste(run(operations, { path, holds: 'nothing' }));
  const { waivers } = parse(text.slice(text.indexOf('waivers:\n'))) as { waivers: { operation: string }[] };
  expect(waivers.map(({ operation }) => operation)).toEqual(operations.slice(0, 5));
  expect(text).toMatch(/# and 2 more, offered once these are there\n$/);
});

test('none is offered for a failure that has one already, nor where nothing failed', () => {
  const waiver = { ...offer('getInvoice'), reason: 'r', owner: 'o', expires: '2026-11-01' };
  expect(waiversToPaste(run(['getInvoice'], { path, holds: 'some' }, [waiver]))).toBe('');
  const both = waiversToPaste(run(['getInvoice', 'getIdentity'], { path, holds: 'some' }, [waiver]));
  expect(both).toContain('getIdentity');
  expect(both).not.toContain('getInvoice');
  expect(waiversToPaste(run([]))).toBe('');
});
