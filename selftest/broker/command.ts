/** Runs the commands that talk to a broker as a pipeline does, in a git work tree that the test controls. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Ended, run } from './run.ts';

/** A folder with a git commit, as a consumer's or provider's pipeline has it. */
export interface WorkTree {
  readonly folder: string;
  readonly commit: string;
  /** Writes a pact into a file; each path is an interaction that expects 200. */
  readonly pact: (consumer: string, provider: string, paths: readonly string[]) => string;
  readonly git: (...words: readonly string[]) => Promise<string>;
  readonly remove: () => void;
}

const root = fileURLToPath(new URL('../..', import.meta.url));
const minuteMs = 60_000;

/** No variable of the CI server that runs this test, and none of a broker that somebody has configured. */
const bare = {
  PATH: process.env.PATH,
  HOME: process.env.HOME,
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_SYSTEM: '/dev/null',
};

/** Makes a work tree with one commit on the branch `main`. */
export async function makeWorkTree(): Promise<WorkTree> {
  const folder = mkdtempSync(join(tmpdir(), 'broker-flow-'));
  const git = async (...words: readonly string[]) => {
    const who = ['-c', 'user.name=Test', '-c', 'user.email=test@example.com'];
    const { code, output } = await run('git', ['-C', folder, ...who, ...words], {
      environment: bare,
      timeoutMs: minuteMs,
    });
    if (code !== 0) throw new Error(`git ${words.join(' ')}: ${output}`);
    return output.trim();
  };
  await git('init', '--quiet', '--initial-branch=main');
  await git('commit', '--quiet', '--allow-empty', '--message=first');
  let files = 0;
  const pact = (consumer: string, provider: string, paths: readonly string[]) => {
    files += 1;
    const file = join(folder, `${files}-${consumer}.json`);
    const interactions = paths.map((path) => ({
      type: 'Synchronous/HTTP',
      description: `get ${path}`,
      request: { method: 'GET', path },
      response: { status: 200 },
    }));
    const metadata = { pactSpecification: { version: '4.0' } };
    writeFileSync(
      file,
      JSON.stringify({ consumer: { name: consumer }, provider: { name: provider }, interactions, metadata }),
    );
    return file;
  };
  const remove = () => rmSync(folder, { recursive: true, force: true });
  return { folder, commit: await git('rev-parse', 'HEAD'), pact, git, remove };
}

/** Runs one of our commands in a folder. */
export function command(
  path: string,
  words: readonly string[],
  options: { readonly folder: string; readonly environment?: Readonly<Record<string, string>> },
): Promise<Ended> {
  const loader = join(root, 'node_modules/tsx/dist/loader.mjs');
  return run(process.execPath, ['--import', loader, join(root, path), ...words], {
    folder: options.folder,
    environment: { ...bare, ...options.environment },
    timeoutMs: 2 * minuteMs,
  });
}
