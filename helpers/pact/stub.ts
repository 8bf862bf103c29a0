/** The official stub server, which answers consumers as the contract says. */
import { type ChildProcess, spawn } from 'node:child_process';
import { UsageError } from '../failures.ts';
import { pactBinary } from './binary.ts';

/** A stub that is running. */
export interface Stub {
  readonly url: string;
  /** Resolves with the exit code when it ends, by itself or by `close`. */
  readonly ended: Promise<number | null>;
  close(): void;
}

/** The header by which a consumer asks for the answer of one state, where several interactions fit its request. */
export const stateHeader = 'X-Provider-State';

const startTimeoutMs = 20_000;

/** Starts a stub for pact files. Port 0 takes any free one. Throws UsageError where the port is taken. */
export async function startStub(files: readonly string[], port: number): Promise<Stub> {
  const child = spawn(
    pactBinary(),
    [
      'stub',
      ...files.flatMap((file) => ['--file', file]),
      ...['--port', String(port), '--cors', '--provider-state-header-name', stateHeader],
    ],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env.PATH ?? '', PACT_DO_NOT_TRACK: 'true', NO_COLOR: '1' },
    },
  );
  const close = () => void child.kill();
  process.once('exit', close);
  const ended = new Promise<number | null>((resolve) => {
    child.once('exit', (code) => {
      process.off('exit', close);
      resolve(code);
    });
  });
  try {
    return { url: `http://127.0.0.1:${await portOf(child, port)}`, ended, close };
  } catch (error) {
    close();
    throw error;
  }
}

/** The port that the stub says it listens on. */
function portOf(child: ChildProcess, asked: number): Promise<number> {
  return new Promise((resolve, reject) => {
    let output = '';
    const timer = setTimeout(
      () => reject(new Error(`the stub server did not start: ${output.slice(-400)}`)),
      startTimeoutMs,
    );
    const read = (chunk: Buffer) => {
      output = `${output}${chunk.toString()}`.slice(-8000);
      const port = /started on port (\d+)/.exec(output)?.[1];
      if (port === undefined) return;
      clearTimeout(timer);
      resolve(Number(port));
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('error', reject);
    child.once('exit', () => {
      clearTimeout(timer);
      const taken = /in use|permission/i.test(output);
      const why = output.trim().split('\n').at(-1) ?? '';
      reject(
        taken
          ? new UsageError(`--port: ${asked} cannot be listened on; name another`)
          : new Error(`the stub server ended: ${why}`),
      );
    });
  });
}
