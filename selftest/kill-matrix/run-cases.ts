/** Runs many cases in several processes side by side. */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Case, CaseResult } from './run-case.ts';

type Told = { readonly ready: true } | { readonly result: CaseResult } | { readonly problem: string };

/**
 * Runs every case, each in one of `workers` processes with a sandbox of its own. Results come in the order of the cases.
 * Throws an Error when a process breaks down; no process is left behind.
 */
export async function runCases(
  cases: readonly Case[],
  workers: number,
  onResult: (result: CaseResult) => void = () => {},
): Promise<CaseResult[]> {
  const results = new Map<string, CaseResult>();
  const waiting = [...cases];
  const children: ChildProcess[] = [];
  const work = () =>
    new Promise<void>((resolve, reject) => {
      const child = fork(fileURLToPath(new URL('./worker.ts', import.meta.url)), {
        execArgv: ['--import', 'tsx'],
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      });
      children.push(child);
      child.on('error', reject);
      child.on('exit', (code) => reject(new Error(`a process of the kill matrix ended with ${code}`)));
      child.on('message', (told: Told) => {
        if ('problem' in told) return reject(new Error(told.problem));
        if ('result' in told) {
          results.set(nameOf(told.result), told.result);
          onResult(told.result);
        }
        const next = waiting.shift();
        if (next === undefined) return resolve();
        child.send(next);
      });
    });
  try {
    await Promise.all(Array.from({ length: Math.min(workers, cases.length) }, work));
  } finally {
    for (const child of children) child.kill();
  }
  return cases.flatMap((one) => results.get(nameOf(one)) ?? []);
}

const nameOf = ({ kind, id }: Pick<CaseResult, 'kind' | 'id'>) => `${kind} ${id}`;
