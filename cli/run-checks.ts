/** Runs the specs under vitest in this process and gathers what its worker tells. */
import { fileURLToPath } from 'node:url';
import { BroadcastChannel } from 'node:worker_threads';
import { startVitest } from 'vitest/node';
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
  /** Sends no further request. */
  stop(): void;
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
  const listening = signals.map((signal) => [signal, process.listeners(signal)] as const);
  /** vitest ends the process at once when a signal comes; reports are to be written first. */
  const takeSignalsBack = () => {
    for (const [signal, own] of listening) {
      for (const listener of process.listeners(signal)) if (!own.includes(listener)) process.off(signal, listener);
    }
  };
  const run = async () => {
    try {
      const vitest = await startVitest('test', [], {
        config: false,
        root,
        include: ['specs/conformance.test.ts'],
        watch: false,
        pool: 'threads',
        maxWorkers: 1,
        isolate: false,
        testTimeout: 0,
        hookTimeout: 0,
        maxConcurrency: 1_000_000,
        reporters: [{ onInit: takeSignalsBack }],
        provide: { assignment },
        passWithNoTests: true,
        silent: true,
      });
      const errors = vitest.state.getUnhandledErrors();
      const files = vitest.state.getFiles().flatMap(({ result }) => result?.errors ?? []);
      const [first] = [...errors, ...files];
      if (first !== undefined && gathered.closing === undefined) {
        gathered.breakdown = `the suite broke down: ${first instanceof Error ? first.message : JSON.stringify(first)}`;
      }
      if (gathered.breakdown === undefined) await closed;
      await vitest.close();
    } finally {
      channel.close();
    }
  };
  return { gathered, done: run(), stop: () => channel.postMessage(stopMessage) };
}
