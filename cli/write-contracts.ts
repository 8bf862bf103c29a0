/** Writing the contract beside a run: in a process of its own, so that the run takes no longer. */
import { spawn } from 'node:child_process';
import { constants, setPriority } from 'node:os';
import { fileURLToPath } from 'node:url';
import { entryPoint } from '../helpers/built.ts';

/** Lets the run go first where there are few cores: it has more to do, and waits often enough. */
function lowerPriority(pid: number | undefined): void {
  try {
    if (pid !== undefined) setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // It may have ended already; then there is nothing to give way to.
  }
}

/** Starts writing. Resolves, when it has ended, with a line for what went wrong; it never throws. */
export function startContracts(): Promise<string[]> {
  return new Promise((resolve) => {
    const { url, execArgv } = entryPoint('cli/contracts.ts');
    const folder = fileURLToPath(new URL('../contracts/pacts', import.meta.url));
    const child = spawn(process.execPath, [...execArgv, fileURLToPath(url), '--quiet', '--out', folder], {
      cwd: fileURLToPath(new URL('..', import.meta.url)),
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    lowerPriority(child.pid);
    const stop = () => void child.kill();
    process.once('exit', stop);
    let errors = '';
    child.stderr.on('data', (chunk: Buffer) => {
      errors = `${errors}${chunk.toString()}`.slice(-4000);
    });
    child.once('error', (error) => resolve([`the contract could not be written: ${error.message}`]));
    child.once('close', (code) => {
      process.off('exit', stop);
      const why = errors.trim().split('\n').at(-1) ?? '';
      resolve(code === 0 ? [] : [`the contract could not be written: ${why}; try npm run contracts`]);
    });
  });
}
