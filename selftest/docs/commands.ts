/** What documentation and pipelines call, and what the commands say of themselves. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** The scripts of package.json. */
export const scripts = (JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> })
  .scripts;

/** A call of one of them. */
export interface Command {
  readonly script: string;
  /** Long options, without their values. */
  readonly options: readonly string[];
}

/** Every call of an npm script in a text. */
export function commandsOf(text: string): Command[] {
  return [...text.matchAll(/npm run (?:(?:--silent|-s) )?([a-z][a-z-]*)((?: [^\n|&;`#]*)?)/g)].map(
    ([, script = '', rest = '']) => ({
      script,
      options: [...(rest.split(' -- ')[1] ?? '').matchAll(/(?:^| )(--[a-z-]+)/g)].map(([, option = '']) => option),
    }),
  );
}

const asked = new Map<string, string>();

/** What a command answers to `--help`; the empty text where it is none of ours. */
export function helpOf(script: string): string {
  const file = /^(?:tsx|node) (\S+)$/.exec(scripts[script] ?? '')?.[1];
  if (file === undefined) return '';
  const known = asked.get(script);
  if (known !== undefined) return known;
  const { stdout } = spawnSync(process.execPath, ['--import', 'tsx', file, '--help'], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', COLUMNS: '200' },
  });
  asked.set(script, stdout);
  return stdout;
}

/** The long options that a command says it has. */
export function optionsOf(script: string): string[] {
  const said = [...helpOf(script).matchAll(/(?:^|[\s[,])(--[a-z][a-z-]*)/gm)].map(([, option = '']) => option);
  return [...new Set(said)];
}
