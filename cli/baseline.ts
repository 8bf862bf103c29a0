/** `npm run baseline`: records what a server does now, for later runs to be held against. */
import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { config } from 'dotenv';
import { baselinePath, formatBaseline, loadBaseline } from '../helpers/configuration/baseline-file.ts';
import { findTargetFile } from '../helpers/configuration/targets-folder.ts';
import { baselineOf, driftFrom } from '../helpers/drift.ts';
import { UsageError } from '../helpers/failures.ts';
import type { RunReport } from '../helpers/report/model.ts';
import { replaceFile } from '../helpers/report/replace-file.ts';
import { parseReport } from '../helpers/report/schema.ts';
import { counted } from '../helpers/report/text.ts';
import { prepareFolder, problemOf } from '../helpers/report/write.ts';
import type { Baseline } from '../helpers/target.ts';
import { checkTarget } from './check-target.ts';
import { exitWith } from './exit.ts';
import { finish } from './finish.ts';
import { parseOptions } from './options.ts';
import { settingsOf } from './settings.ts';
import { stand } from './stand.ts';

interface Options {
  readonly target: string;
  readonly targets: string;
  readonly from?: string;
  readonly out: string;
}

function parse(argv: readonly string[]): Options {
  const command = new Command('baseline')
    .description('Records the verdicts and observations of a run in targets/NAME.baseline.json, to be committed.')
    .option('--target <NAME>', 'the target, of targets/NAME.yaml', 'sandbox')
    .option('--targets <FOLDER>', 'where the files of targets are', 'targets')
    .option('--from <FILE>', 'the conformance.json of a run; without it the target is checked now')
    .option('--out <FOLDER>', 'where the reports of that run go', 'reports')
    .allowExcessArguments(false)
    .exitOverride();
  command.parse([...argv], { from: 'user' });
  return command.opts<Options>();
}

async function main(argv: readonly string[]): Promise<number> {
  const options = parse(argv);
  const file = findTargetFile(options.target, options.targets, true);
  const path = baselinePath(options.target, options.targets, file);
  const report = options.from === undefined ? await checked(options) : read(options.from);
  refuseUnlessWhole(report, options);
  const recorded = baselineOf(report, report.run.startedAt);
  const before = present(() => loadBaseline(options.target, options.targets, file));
  try {
    replaceFile(path, [formatBaseline(recorded)]);
  } catch (error) {
    throw new UsageError(`${path} could not be written (${problemOf(error)}); mend its permissions`);
  }
  process.stdout.write(sentence(path, recorded, before, report));
  return 0;
}

async function checked({ target: name, targets, out }: Options): Promise<RunReport> {
  config({ quiet: true });
  const written = ['--target', name, '--targets', targets, '--out', out, '--no-allure-report'];
  const settings = settingsOf({ ...parseOptions(written), withoutBaseline: true }, process.env);
  prepareFolder(out);
  const { target, close } = await stand(settings.target);
  try {
    const finished = await checkTarget(target, settings);
    await finish(finished, settings);
    return finished.report;
  } finally {
    await close();
  }
}

function read(path: string): RunReport {
  try {
    return parseReport(readFileSync(path, 'utf8'), path);
  } catch (error) {
    throw new UsageError(`--from: ${problemOf(error)}; name the conformance.json of a run`);
  }
}

/** A part of a run would leave the rest without a baseline, and one without a verdict would record its trouble. */
function refuseUnlessWhole({ run, target }: RunReport, options: Options): void {
  const name = options.from ?? `${options.out}/conformance.json`;
  const why =
    target.name !== options.target
      ? `is of target ${target.name}, not of ${options.target}`
      : run.only !== undefined || run.shard !== undefined
        ? 'is a part of a run'
        : run.exitCode !== 0 && run.exitCode !== 1
          ? `ended with exit code ${run.exitCode} (${run.conclusion})`
          : undefined;
  if (why !== undefined) throw new UsageError(`${name}: ${why}; nothing was recorded, a baseline needs a whole run`);
}

/** The baseline until now; a broken one is about to be replaced. */
function present(load: () => Baseline | undefined): Baseline | undefined {
  try {
    return load();
  } catch (error) {
    if (error instanceof UsageError) return undefined;
    throw error;
  }
}

function sentence(path: string, recorded: Baseline, before: Baseline | undefined, report: RunReport): string {
  const verdicts = Object.values(recorded.verdicts);
  const failed = verdicts.filter((verdict) => verdict === 'fail').length;
  const observations = Object.keys(recorded.observations).length;
  const drift = before === undefined ? [] : driftFrom(before, report.checks, report.observations);
  const change = before === undefined ? '' : `; ${drift.length} of them differ from the one before`;
  const warning =
    failed === 0
      ? ''
      : `${counted(failed, 'failure')} recorded too: they fail the run as ever, and count as no drift\n`;
  return `recorded ${counted(verdicts.length, 'verdict')} and ${counted(observations, 'observation')} in ${path}${change}\n${warning}`;
}

await exitWith(main);
