/** The list of surviving mutants: read as it is written, and compared with a report. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import stryker from '../../stryker.config.json' with { type: 'json' };
import { missing, parseSurvivors, survivorsOf } from './survivors.ts';

const markdown = [
  '# Survivors',
  '## helpers/a.ts',
  '- `x > 1 → x >= 1`: never 1',
  '- `` `a` → `` `` ``: as the first',
  '',
].join('\n');

test('the list is read as it is written', () => {
  expect(parseSurvivors(markdown)[0]).toEqual({ file: 'helpers/a.ts', change: 'x > 1 → x >= 1' });
  expect(() => parseSurvivors('## a.ts\n- `a → b`:')).toThrow(/no change and reason/);
  expect(() => parseSurvivors('## a.ts\n- a → b: c')).toThrow(/no change and reason/);
});

test('survivors of a report are told by what was changed, over several lines as well', () => {
  const source = 'if (x > 1) {\n  f();\n}\n';
  const at = (line: number, column: number, endLine: number, endColumn: number) => ({
    start: { line, column },
    end: { line: endLine, column: endColumn },
  });
  const mutants = [
    { status: 'Survived', replacement: 'x >= 1', location: at(1, 5, 1, 10) },
    { status: 'NoCoverage', replacement: '{}', location: at(1, 12, 3, 2) },
    { status: 'Killed', replacement: 'true', location: at(1, 5, 1, 10) },
    { status: 'Timeout', replacement: 'false', location: at(1, 5, 1, 10) },
  ];
  const report = { files: { 'helpers/a.ts': { source, mutants } } };
  expect(survivorsOf(report)).toEqual([
    { file: 'helpers/a.ts', change: 'x > 1 → x >= 1' },
    { file: 'helpers/a.ts', change: '{ f(); } → {}' },
  ]);
  expect(survivorsOf(report, ['Timeout'])).toEqual([{ file: 'helpers/a.ts', change: 'x > 1 → false' }]);
});

test('what stands more often on one side is missing on the other', () => {
  const [a, b] = [
    { file: 'a', change: 'x → y' },
    { file: 'b', change: 'x → y' },
  ];
  expect(missing([a, a, b], [a])).toEqual([a, b]);
  expect(missing([a], [a, b])).toEqual([]);
});

test('the committed list names mutated files alone, each survivor with its reason', () => {
  const listed = parseSurvivors(readFileSync('selftest/mutation/survivors.md', 'utf8'));
  expect(listed.length).toBeGreaterThan(0);
  expect([...new Set(listed.map(({ file }) => file))].filter((file) => !stryker.mutate.includes(file))).toEqual([]);
});
