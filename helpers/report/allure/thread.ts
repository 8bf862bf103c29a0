/** Makes Allure's report beside everything else. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { entryPoint } from '../../built.ts';
import type { AllureJob } from './generate.ts';

/** Longer than any report takes; a gate does not wait for ever. */
const longestMs = 120_000;

/** A thread that is ready, or soon will be. */
export interface AllureThread {
  /** Makes the report. Resolves with what went wrong; empty when nothing did. To be called once. */
  generate(job: AllureJob): Promise<string>;
  /** Ends the thread, whatever it does. */
  stop(): Promise<void>;
}

/** Starts the thread. It loads a large library, best while the process waits for something else. */
export function startAllureThread(): AllureThread {
  const { url, execArgv } = entryPoint('helpers/report/allure/worker.ts');
  // A thread begins without the loader of its process, and so cannot read TypeScript by itself.
  const load = `import('${url.href}')`;
  const begin =
    execArgv.length === 0
      ? load
      : `import('${import.meta.resolve('tsx/esm/api')}').then(({ register }) => { register(); return ${load}; })`;
  // What Allure prints is for its own command; what goes wrong is told by message.
  const worker = new Worker(begin, { eval: true, stdout: true, stderr: true });
  worker.unref();
  const broken = new Promise<string>((resolve) => {
    worker.once('error', (error) => resolve(error instanceof Error ? error.message : String(error)));
    worker.once('exit', () => resolve('its thread ended'));
  });
  return {
    async generate(job) {
      worker.ref();
      worker.postMessage(job);
      const timeout = new AbortController();
      const late = new Promise<string>((resolve) => {
        const timer = setTimeout(() => resolve(`it took longer than ${longestMs / 1000} s`), longestMs);
        timeout.signal.addEventListener('abort', () => clearTimeout(timer));
      });
      try {
        const told = once(worker, 'message').then(([problem]) => String(problem));
        return await Promise.race([told, broken, late]);
      } finally {
        timeout.abort();
        await worker.terminate();
      }
    },
    async stop() {
      await worker.terminate();
    },
  };
}
