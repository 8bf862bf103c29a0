/** Runs the specs under vitest in this process and gathers what its worker tells. */
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BroadcastChannel } from 'node:worker_threads';
import { startVitest } from 'vitest/node';
import { entryPoint } from '../helpers/built.ts';
import type { PlainResult } from '../helpers/report/build.ts';
import { type Assignment, type Closing, channelName, type Message, stopMessage } from '../helpers/run/plain.ts';

/** What is known of a run, at any moment. */
export interface Gathered {
  readonly results: PlainResult[];
  closing: Closing | undefined;
  total: number;
  /** Set where vitest itself failed. */
  breakdown: string | undefined;
}

/** A run under way: `gathered` grows, `done` resolves when vitest has ended. */
export interface Running {
  readonly gathered: Gathered;
  readonly done: Promise<void>;
  /** Sends no further request; resolves when it is told what was sent. */
  stop(): Promise<void>;
}

const signals = ['SIGINT', 'SIGTERM'] as const;

/** Starts the checks. `onProgress` is called after each. */
export function runChecks(assignment: Assignment, onProgress: (gathered: Gathered) => void): Running {
  const gathered: Gathered = { results: [], closing: undefined, total: 0, breakdown: undefined };
  const channel = new BroadcastChannel(channelName(assignment.runId));
  let close: () => void = () => {};
  const closed = new Promise<void>((resolve) => {
    close = resolve;
  });
  channel.onmessage = (event) => {
    // Only the worker of this run knows the name of the channel.
    const message = (event as { data: Message }).data;
    if ('total' in message) gathered.total = message.total;
    else if ('result' in message) gathered.results.push(message.result);
    else {
      gathered.closing = message.closing;
      close();
    }
    onProgress(gathered);
  };
  const root = fileURLToPath(new URL('..', import.meta.url));
  const file = relative(root, fileURLToPath(entryPoint('specs/conformance.test.ts').url));
  /** vitest ends the process at once when a signal comes; reports are to be written first. */
  const refuseSignals = (event: string | symbol, listener: (...values: unknown[]) => void) => {
    if (signals.some((signal) => signal === event)) process.nextTick(() => process.off(event, listener));
  };
  const run = async () => {
    process.on('newListener', refuseSignals);
    try {
      const vitest = await startVitest('test', [], {
        config: false,
        root,
        include: [file],
        // It may be a built one, and those are among the modules.
        exclude: [],
        watch: false,
        pool: 'threads',
        maxWorkers: 1,
        isolate: false,
        testTimeout: 0,
        hookTimeout: 0,
        maxConcurrency: 1_000_000,
        reporters: [{}],
        provide: { assignment },
        passWithNoTests: true,
        silent: true,
      });
      const files = gathered.closing === undefined ? vitest.state.getFiles() : [];
      // What nobody caught is a defect of the suite, although every check may have ended.
      const [first] = [...vitest.state.getUnhandledErrors(), ...files.flatMap(({ result }) => result?.errors ?? [])];
      if (first !== undefined) gathered.breakdown = `the suite broke down: ${messageOf(first)}`;
      if (gathered.breakdown === undefined) await closed;
      await vitest.close();
    } finally {
      process.off('newListener', refuseSignals);
      channel.close();
    }
  };
  const stop = () => {
    channel.postMessage(stopMessage);
    return closed;
  };
  return { gathered, done: run(), stop };
}

/** vitest hands errors over as plain objects. */
function messageOf(error: unknown): string {
  const message = typeof error === 'object' && error !== null && 'message' in error ? error.message : error;
  return String(message).replaceAll(/\s+/g, ' ');
}
