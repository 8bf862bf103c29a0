/** Runs a program to its end. */
import { spawn } from 'node:child_process';

/** How a program ended. */
export interface Ended {
  /** null: it could not be started, or was killed. */
  readonly code: number | null;
  /** Both of its streams, as they came. */
  readonly output: string;
  readonly timedOut: boolean;
}

/** Where and how long a program may run. */
export interface RunOptions {
  readonly folder?: string;
  /** Ours, where none is given. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly timeoutMs: number;
}

/** Runs a program without a shell and without input; one that does not end in time is killed. */
export function run(program: string, words: readonly string[], options: RunOptions): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(program, words, {
      cwd: options.folder,
      env: options.environment ?? process.env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let [output, timedOut] = ['', false];
    const keep = (chunk: Buffer) => {
      output += chunk.toString();
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    const timer = setTimeout(() => {
      timedOut = true;
      child.kill('SIGKILL');
    }, options.timeoutMs);
    const end = (code: number | null, said: string) => {
      clearTimeout(timer);
      resolve({ code, output: said, timedOut });
    };
    child.once('error', (error) => end(null, `${output}${error.message}`));
    child.once('close', (code) => end(code, output));
  });
}
