/** `npm run mutation [-- FILE…]`: changes the logic that verdicts rest on, bit by bit, and shows each change that no test notices. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { type MutationReport, missing, parseSurvivors, survivorsOf } from './survivors.ts';

const { args: files } = new Command('mutation')
  .description('Changes what verdicts rest on, bit by bit, and shows each change that no test notices.')
  .argument('[FILE...]', 'what is changed, files of stryker.config.json')
  .addHelpText('after', '\nExit code 0: every change is noticed, or listed with a reason; 1: one is not.')
  .parse();
const binary = 'node_modules/@stryker-mutator/core/bin/stryker.js';
const mutate = files.length === 0 ? [] : ['--mutate', files.join(',')];
const { status } = spawnSync(process.execPath, [binary, 'run', ...mutate], { stdio: 'inherit' });
if (status !== 0) process.exit(status ?? 4);

const report = JSON.parse(readFileSync('reports/mutation.json', 'utf8')) as MutationReport;
const found = survivorsOf(report);
const listed = parseSurvivors(readFileSync('selftest/mutation/survivors.md', 'utf8'));
const unlisted = missing(found, listed);
// A change that only makes all slower survives, or runs out of time where the machine is busy.
const slow = survivorsOf(report, ['Timeout']);
const gone = missing(
  listed.filter(({ file }) => file in report.files),
  [...found, ...slow],
);
for (const one of unlisted) console.error(`survived without a reason: ${one.file}: ${one.change}`);
for (const one of gone)
  console.error(`selftest/mutation/survivors.md: does not survive any more: ${one.file}: ${one.change}`);
if (unlisted.length > 0)
  console.error('write a test that fails for it, or list it with a reason in selftest/mutation/survivors.md');
process.exit(unlisted.length + gone.length > 0 ? 1 : 0);
