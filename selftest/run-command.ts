/** A command of this repository in a process of its own, as a pipeline calls it. */
import { type ChildProcess, spawn } from 'node:child_process';

/** How a command ended. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly output: string;
  readonly errors: string;
}

/** What a command gets to see of the environment of the tests. */
export function plainEnvironment(): Record<string, string> {
  return { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '' };
}

/** Runs a script, such as `cli/verify.ts` or `cli/conformance.mjs`, to its end. */
export function runCommand(
  script: string,
  words: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const loader = script.endsWith('.ts') ? ['--import', 'tsx'] : [];
  return endOf(
    spawn(process.execPath, [...loader, script, ...words], {
      env: { ...plainEnvironment(), ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    }),
  );
}

/** What a process prints from now on, and how it ends. */
export function endOf(child: ChildProcess): Promise<Ended> {
  return new Promise((resolve, reject) => {
    let [output, errors] = ['', ''];
    child.stdout?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
    child.stderr?.on('data', (chunk: Buffer) => {
      errors += chunk.toString();
    });
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, output, errors }));
  });
}
