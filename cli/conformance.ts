/** `npm run conformance`: checks a server and says whether it keeps the promises of its documentation. */
import { config } from 'dotenv';
import type { TargetDraft } from '../helpers/configuration/assemble.ts';
import { startAllureThread } from '../helpers/report/allure/thread.ts';
import { prepareFolder } from '../helpers/report/write.ts';
import type { Target } from '../helpers/target.ts';
import { startSandbox } from '../sandbox/start.ts';
import { checkTarget } from './check-target.ts';
import { exitWith } from './exit.ts';
import { finish } from './finish.ts';
import { parseOptions } from './options.ts';
import { settingsOf } from './settings.ts';

/** Runs the command; the exit code as `interface.md` defines it. */
async function main(argv: readonly string[]): Promise<number> {
  const options = parseOptions(argv);
  config({ quiet: true });
  const settings = settingsOf(options, process.env);
  prepareFolder(settings.out);
  const allure = settings.allureReport ? startAllureThread() : undefined;
  const { target, close } = await stand(settings.target);
  try {
    return await finish(await checkTarget(target, settings), settings, allure);
  } finally {
    await close();
  }
}

/** The target of a draft; the sandbox is started where it is the target. */
async function stand(draft: TargetDraft): Promise<{ target: Target; close: () => Promise<void> }> {
  const { url, account } = draft;
  if (url !== undefined && account !== undefined) return { target: { ...draft, url, account }, close: async () => {} };
  const sandbox = await startSandbox({ managementPort: false });
  const [own, secondAccount] = sandbox.accounts;
  if (own === undefined || secondAccount === undefined) throw new Error('the sandbox has two accounts');
  return { target: { ...draft, url: sandbox.url, account: own, secondAccount }, close: () => sandbox.close() };
}

await exitWith(main);
