/** A kill matrix that was interrupted goes on where it was. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openJournal } from './journal.ts';
import type { Case, CaseResult } from './run-case.ts';

const folder = mkdtempSync(join(tmpdir(), 'journal-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const cases: Case[] = [
  { kind: 'fault', id: 'no-challenge' },
  { kind: 'fault', id: 'login-page' },
  { kind: 'fault', id: 'code-always-400' },
];
const resultOf = ({ kind, id }: Case): CaseResult => ({
  kind,
  id,
  sentence: '',
  failed: [],
  inconclusive: [],
  suiteDefects: [],
  exitCode: 0,
  requests: 1,
  durationMs: 1,
});

test('cases that ended are not run again, one of which the line was cut off is', () => {
  const path = join(folder, 'cut.jsonl');
  const [first, second, third] = cases.map(resultOf);
  if (first === undefined || second === undefined || third === undefined) throw new Error('there are three cases');
  const journal = openJournal(path, cases, false);
  expect(journal.left).toEqual(cases);
  journal.add(second);
  journal.add(first);
  writeFileSync(path, `${readFileSync(path, 'utf8')}${JSON.stringify(third).slice(0, 20)}`);
  const resumed = openJournal(path, cases, true);
  expect(resumed.done).toEqual([first, second]);
  expect(resumed.left).toEqual([cases[2]]);
  resumed.add(third);
  expect(openJournal(path, cases, true).left).toEqual([]);
});

test('a run that is begun anew forgets what was there, and one that ended leaves nothing', () => {
  const path = join(folder, 'anew.jsonl');
  for (const one of cases) openJournal(path, cases, true).add(resultOf(one));
  expect(openJournal(path, cases, true).done).toHaveLength(3);
  const anew = openJournal(path, cases, false);
  expect(anew.left).toEqual(cases);
  anew.add(resultOf({ kind: 'fault', id: 'login-page' }));
  anew.end();
  expect(openJournal(path, cases, true).left).toEqual(cases);
});
