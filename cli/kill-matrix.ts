/** `npm run kill-matrix`: runs the suite against every fault and every freedom of the sandbox and shows what caught what. */
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { UsageError } from '../helpers/failures.ts';
import { replaceFile } from '../helpers/report/replace-file.ts';
import { prepareFolder } from '../helpers/report/write.ts';
import { faults } from '../sandbox/faults/index.ts';
import { freedoms } from '../sandbox/freedoms/index.ts';
import { accusedByContract, contractMarkdown, contractMatrix, contractText } from '../selftest/kill-matrix/contract.ts';
import { document } from '../selftest/kill-matrix/document.ts';
import { html, isSound, json, markdown, text } from '../selftest/kill-matrix/formats.ts';
import { openJournal } from '../selftest/kill-matrix/journal.ts';
import { matrixOf } from '../selftest/kill-matrix/matrix.ts';
import { picture } from '../selftest/kill-matrix/picture.ts';
import type { Case, CaseResult } from '../selftest/kill-matrix/run-case.ts';
import { runCases } from '../selftest/kill-matrix/run-cases.ts';
import { exitWith } from './exit.ts';

interface Options {
  readonly only: string;
  readonly sample: string;
  readonly workers: string;
  readonly out: string;
  readonly resume: boolean;
  readonly contract: boolean;
  readonly docs: boolean;
}

function parseOptions(argv: readonly string[]): Options {
  const command = new Command('kill-matrix')
    .description('Runs the suite against every fault and every freedom of the sandbox, one at a time.')
    .option('--only <PATTERN>', 'faults and freedoms whose id, or whose requirement, contains this text', '')
    .option('--sample <N>', 'every Nth of them', '1')
    .option('--workers <N>', 'processes side by side', String(availableParallelism()))
    .option('--out <FOLDER>', 'where kill-matrix.json, .html and .md go', 'reports')
    .option('--resume', 'go on with a run that was interrupted: its cases that ended are not run again', false)
    .option('--contract', 'verify the contract against each instead, and list which faults it sees', false)
    .option('--docs', 'write docs/kill-matrix.md and its picture, too; of all faults and freedoms alone', false)
    .addHelpText('after', '\nExit code 0: every list of what is wrong is empty; 1: one is not; 2: the call is wrong.')
    .allowExcessArguments(false)
    .exitOverride();
  command.parse([...argv], { from: 'user' });
  return command.opts<Options>();
}

function positive(name: string, text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new UsageError(`${name}: '${text}' is not a whole number above 0`);
  return Number(text);
}

/** The contract against each case: red where a freedom that keeps every requirement is accused. */
async function contractRuns(cases: readonly Case[], out: string): Promise<number> {
  let done = 0;
  const results = await contractMatrix(cases, () => {
    done += 1;
    if (process.stderr.isTTY) process.stderr.write(`\r${done} of ${cases.length} verifications `);
  });
  replaceFile(join(out, 'kill-matrix-contract.md'), [contractMarkdown(results)]);
  replaceFile(join(out, 'kill-matrix-contract.json'), [`${JSON.stringify(results, null, 2)}\n`]);
  process.stdout.write(`\n${contractText(results)}${out}/kill-matrix-contract.md, .json\n`);
  return accusedByContract(results).length === 0 ? 0 : 1;
}

/** Results in the order of their cases. */
function inOrder(cases: readonly Case[], results: readonly CaseResult[]): CaseResult[] {
  return cases.flatMap((one) => results.find(({ kind, id }) => kind === one.kind && id === one.id) ?? []);
}

async function main(argv: readonly string[]): Promise<number> {
  const options = parseOptions(argv);
  const sample = positive('--sample', options.sample);
  const every: Case[] = [
    ...faults
      .filter(({ id, breaks }) => id.includes(options.only) || breaks.includes(options.only))
      .map(({ id }): Case => ({ kind: 'fault', id })),
    ...freedoms.filter(({ id }) => id.includes(options.only)).map(({ id }): Case => ({ kind: 'freedom', id })),
  ];
  const cases = every.filter((_, index) => index % sample === 0);
  if (options.docs && (cases.length < faults.length + freedoms.length || options.contract)) {
    throw new UsageError('--docs: the documentation shows whole runs alone; leave out --only, --sample and --contract');
  }
  if (options.resume && options.contract)
    throw new UsageError('--resume: verifications of the contract leave nothing to go on with');
  if (cases.length === 0) throw new UsageError(`--only: '${options.only}' matches no fault and no freedom`);
  prepareFolder(options.out);
  if (options.contract) return contractRuns(cases, options.out);
  const start = performance.now();
  const journal = openJournal(join(options.out, 'kill-matrix.part.jsonl'), cases, options.resume);
  let done = journal.done.length;
  const rest = await runCases(journal.left, positive('--workers', options.workers), (result) => {
    journal.add(result);
    done += 1;
    if (process.stderr.isTTY) process.stderr.write(`\r${done} of ${cases.length} runs `);
  });
  const matrix = matrixOf(
    inOrder(cases, [...journal.done, ...rest]),
    cases.filter(({ kind }) => kind === 'fault').length === faults.length,
  );
  replaceFile(join(options.out, 'kill-matrix.json'), [json(matrix)]);
  replaceFile(join(options.out, 'kill-matrix.md'), [markdown(matrix)]);
  replaceFile(join(options.out, 'kill-matrix.html'), [html(matrix)]);
  if (options.docs) {
    replaceFile('docs/kill-matrix.md', [document(matrix, 'images/kill-matrix.svg')]);
    replaceFile('docs/images/kill-matrix.svg', [picture(matrix)]);
  }
  journal.end();
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  process.stdout.write(`\n${text(matrix)}${seconds} s; ${options.out}/kill-matrix.html, .md, .json\n`);
  return isSound(matrix) ? 0 : 1;
}

await exitWith(main);
