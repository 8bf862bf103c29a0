/** `npm run conformance`: checks a server and says whether it keeps the promises of its documentation. */
import { join } from 'node:path';
import { config } from 'dotenv';
import { prepareFolder } from '../helpers/report/write.ts';
import { exitWith } from './exit.ts';
import { type Options, parseOptions } from './options.ts';

/** Runs the command; the exit code as `interface.md` defines it. What costs time to load comes after what may be wrong. */
async function main(argv: readonly string[]): Promise<number> {
  const options = parseOptions(argv);
  if (options.merge !== undefined) return merge(options, options.merge);
  config({ quiet: true });
  const { settingsOf } = await import('./settings.ts');
  const settings = settingsOf(options, process.env);
  if (options.dryRun) {
    const { dryRun } = await import('./dry-run.ts');
    await dryRun(settings, (text) => process.stdout.write(text));
    return 0;
  }
  prepareFolder(settings.out);
  const allure = settings.allureReport ? await allureThread() : undefined;
  const whole = settings.only === '' && settings.shard === undefined;
  const contracts = whole ? (await import('./write-contracts.ts')).startContracts() : undefined;
  const { stand } = await import('./stand.ts');
  const { target, close } = await stand(settings.target);
  try {
    const { checkTarget } = await import('./check-target.ts');
    const { finish } = await import('./finish.ts');
    return await finish(await checkTarget(target, settings), settings, allure, contracts);
  } finally {
    await close();
  }
}

async function merge({ out, state, allureReport }: Options, folders: readonly string[]): Promise<number> {
  const { mergeParts } = await import('./merge.ts');
  const { finish } = await import('./finish.ts');
  const merged = mergeParts(folders);
  prepareFolder(out);
  const settings = { out, state: join(state, merged.report.target.name) };
  return finish(merged, settings, allureReport ? await allureThread() : undefined);
}

async function allureThread() {
  const { startAllureThread } = await import('../helpers/report/allure/thread.ts');
  return startAllureThread();
}

await exitWith(main);
