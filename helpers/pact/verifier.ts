/** Pact's own verifier, in a process of its own that serves one verification after another. */
import { type ChildProcess, fork } from 'node:child_process';
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { VerifierOptions } from '@pact-foundation/pact-core';

/** What Pact found wrong with one part of an answer. */
export interface Mismatch {
  readonly type: string;
  readonly mismatch: string;
  readonly path?: string;
  readonly expected?: unknown;
  readonly actual?: unknown;
}

/** What Pact says of one interaction. */
export interface InteractionResult {
  readonly consumer: string;
  readonly description: string;
  readonly providerStates: readonly string[];
  readonly result: 'OK' | 'Error';
  readonly pending: boolean;
  readonly mismatch?: { readonly type: string; readonly message?: string; readonly mismatches?: readonly Mismatch[] };
}

/** The result of one verification, as the verifier writes it. */
export interface VerifierResult {
  readonly result: boolean;
  readonly interactionResults: readonly InteractionResult[];
  readonly errors: readonly { readonly interaction: string; readonly mismatch?: { readonly message?: string } }[];
  /** What a broker has to say of the pacts, for people. */
  readonly notices: readonly unknown[];
}

type Told = { readonly ready: true } | { readonly result: string };

/** Lines of the native report that are kept to explain a breakdown. */
const keptOutput = 4000;

/** A process with the verifier in it. */
export class Verifier {
  private readonly child: ChildProcess;
  private readonly ready: Promise<void>;
  private output = '';
  private logged: string | undefined;
  private told: (result: string) => void = () => {};
  private ended: (error: Error) => void = () => {};

  constructor() {
    this.child = fork(fileURLToPath(new URL('./verifier-process.ts', import.meta.url)), {
      execArgv: ['--import', import.meta.resolve('tsx')],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: environmentOfVerifier(process.env),
    });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        const text = `${this.output}${chunk.toString()}`;
        this.output = text.slice(-keptOutput);
        // Logged before the report, which pushes it out of what is kept.
        this.logged ??= /^.*Publishing of verification results failed.*$/m.exec(text)?.[0];
      });
    }
    this.ready = new Promise((resolve, reject) => {
      this.ended = reject;
      this.child.on('message', (told: Told) => {
        if ('ready' in told) resolve();
        else this.told(told.result);
      });
      this.child.on('error', (error) => this.ended(error));
      this.child.on('exit', (code) =>
        this.ended(new Error(`the Pact verifier ended with ${code}: ${this.lastWords()}`)),
      );
    });
    this.ready.catch(() => {});
  }

  /** Verifies pacts. Throws an Error where the verifier itself failed, a broker that cannot be reached included. */
  async verify(options: VerifierOptions): Promise<VerifierResult> {
    await this.ready;
    this.output = '';
    this.logged = undefined;
    const text = await new Promise<string>((resolve, reject) => {
      this.told = resolve;
      this.ended = reject;
      this.child.send(options);
    });
    // What was logged comes by other pipes, and is there already.
    await setImmediate();
    const result = parsed(text);
    if (result === undefined) throw new Error(`the Pact verifier failed: ${text}; ${this.lastWords()}`);
    return result;
  }

  /** What the last verification logged of results that could not be published; the result itself tells nothing of it. */
  get log(): string {
    return this.logged ?? '';
  }

  /** Ends the process. */
  close(): void {
    this.ended = () => {};
    this.child.kill();
  }

  private lastWords(): string {
    const lines = this.output.split('\n').filter((line) => /error|fail|unable|could not/i.test(line));
    return lines.slice(-3).join(' ').trim();
  }
}

/** The verifier takes brokers and filters from variables of its own accord: it gets what it is told, and nothing else. */
function environmentOfVerifier(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(environment).filter(([name]) => !name.startsWith('PACT_'));
  return { ...Object.fromEntries(kept), PACT_DO_NOT_TRACK: 'true' };
}

function parsed(text: string): VerifierResult | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || !('interactionResults' in value)) return undefined;
    return value as VerifierResult;
  } catch {
    return undefined;
  }
}
