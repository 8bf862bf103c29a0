/** The whole command in a process of its own, to be interrupted and starved. */
import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Ended as EndOfProcess, endOf, plainEnvironment } from '../run-command.ts';

/** How a command ended. */
export interface Ended extends EndOfProcess {
  /** Whether a process that it had started outlived it. */
  readonly leftBehind: boolean;
}

/** What may be done to it. */
export interface CommandOptions {
  readonly environment?: Readonly<Record<string, string>>;
  /** Called with the process once it checks. */
  readonly whenChecking?: (child: ChildProcess) => unknown;
  /** A shell command line in front of it, such as `ulimit -f 100`. */
  readonly before?: string;
}

const repository = fileURLToPath(new URL('../..', import.meta.url));

/** Runs `conformance` to its end, as the leader of a process group. */
export async function conformance(args: readonly string[], options: CommandOptions = {}): Promise<Ended> {
  const { environment = {}, whenChecking, before = 'true' } = options;
  const line = `${before}; exec "$0" cli/conformance.mjs --no-allure-report "$@"`;
  const child = spawn('bash', ['-c', line, process.execPath, ...args], {
    cwd: repository,
    detached: true,
    env: { ...plainEnvironment(), ...environment },
  });
  let said = '';
  child.stderr.on('data', function tell(chunk: Buffer) {
    said += chunk.toString();
    if (!said.includes('checking ')) return;
    child.stderr.off('data', tell);
    whenChecking?.(child);
  });
  const ended = await endOf(child);
  // A helper of the transpiler ends when it notices that nobody is there any more.
  for (let turn = 0; turn < 40 && isAlive(child); turn += 1) await sleep(50);
  return { ...ended, leftBehind: isAlive(child) };
}

/** Whether anything of the process group is left. */
function isAlive({ pid = 0 }: ChildProcess): boolean {
  try {
    process.kill(-pid, 0);
    return true;
  } catch {
    return false;
  }
}
