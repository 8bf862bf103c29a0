/** `npm run report`: opens the report of the last run in the browser. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { UsageError } from '../helpers/failures.ts';
import { exitWith } from './exit.ts';

interface Options {
  readonly allure?: true;
  readonly out: string;
  readonly open: boolean;
}

/** Prints where the report is, and opens it where there is a desktop. */
async function main(argv: readonly string[]): Promise<number> {
  const command = new Command('report')
    .description('Opens the report of the last run and prints where it is.')
    .option('--allure', "Allure's report instead of conformance.html")
    .option('--out <FOLDER>', 'where the reports are', 'reports')
    .option('--no-open', 'print the path alone')
    .allowExcessArguments(false)
    .exitOverride();
  command.parse([...argv], { from: 'user' });
  const { allure, out, open } = command.opts<Options>();
  const path = resolve(out, allure ? join('allure-report', 'index.html') : 'conformance.html');
  if (!existsSync(path)) throw new UsageError(`${path} is not there; npm run conformance writes it`);
  process.stdout.write(`${path}\n`);
  if (open && !(await opens(path)))
    process.stderr.write('no program was found that opens it; open the path in a browser\n');
  return 0;
}

/** Whether the desktop's own opener took it. It is not waited for any longer than it takes to fail. */
function opens(path: string): Promise<boolean> {
  const [program, ...options] = opener(process.platform);
  return new Promise((done) => {
    const child = spawn(program, [...options, path], { detached: true, stdio: 'ignore' });
    const patience = setTimeout(() => done(true), 1500);
    child.on('error', () => {
      clearTimeout(patience);
      done(false);
    });
    child.on('exit', (code) => {
      clearTimeout(patience);
      done(code === 0);
    });
    child.unref();
  });
}

function opener(platform: NodeJS.Platform): readonly [program: string, ...options: string[]] {
  if (platform === 'darwin') return ['open'];
  if (platform === 'win32') return ['cmd', '/c', 'start', ''];
  return ['xdg-open'];
}

await exitWith(main);
