/** `npm run conformance`: checks a server and says whether it keeps the promises of its documentation. */
import { join } from 'node:path';
import { config } from 'dotenv';
import { startAllureThread } from '../helpers/report/allure/thread.ts';
import { prepareFolder } from '../helpers/report/write.ts';
import { checkTarget } from './check-target.ts';
import { dryRun } from './dry-run.ts';
import { exitWith } from './exit.ts';
import { finish } from './finish.ts';
import { mergeParts } from './merge.ts';
import { type Options, parseOptions } from './options.ts';
import { settingsOf } from './settings.ts';
import { stand } from './stand.ts';
import { startContracts } from './write-contracts.ts';

/** Runs the command; the exit code as `interface.md` defines it. */
async function main(argv: readonly string[]): Promise<number> {
  const options = parseOptions(argv);
  if (options.merge !== undefined) return merge(options, options.merge);
  config({ quiet: true });
  const settings = settingsOf(options, process.env);
  if (options.dryRun) {
    await dryRun(settings, (text) => process.stdout.write(text));
    return 0;
  }
  prepareFolder(settings.out);
  const allure = settings.allureReport ? startAllureThread() : undefined;
  const contracts = settings.only === '' && settings.shard === undefined ? startContracts() : undefined;
  const { target, close } = await stand(settings.target);
  try {
    return await finish(await checkTarget(target, settings), settings, allure, contracts);
  } finally {
    await close();
  }
}

async function merge({ out, state, allureReport }: Options, folders: readonly string[]): Promise<number> {
  const merged = mergeParts(folders);
  prepareFolder(out);
  const settings = { out, state: join(state, merged.report.target.name) };
  return finish(merged, settings, allureReport ? startAllureThread() : undefined);
}

await exitWith(main);
