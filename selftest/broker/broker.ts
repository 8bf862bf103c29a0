/** A real Pact Broker on loopback, for as long as a test or a person needs one. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundlerEnvironment, installBroker, rubyFolder } from './install.ts';

/** Who may come in; nothing: everybody. */
export interface Accounts {
  readonly token?: string;
  readonly username?: string;
  readonly password?: string;
}

/** A broker that is listening. */
export interface Broker {
  readonly url: string;
  /** Ends it as a power cut would; its database is lost. */
  readonly kill: () => Promise<void>;
  /** Ends it and removes what it kept. */
  readonly stop: () => Promise<void>;
}

/** Long enough for a machine that is busy with something else. */
const startMs = 120_000;

function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => child.once('close', () => resolve()));
}

/** Waits for the line that names the address. */
function listening(child: ChildProcess, folder: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let [output, errors] = ['', ''];
    const fail = (what: string) => reject(new Error(`the Pact Broker ${what}\n${errors.slice(-4000)}${log(folder)}`));
    const timer = setTimeout(() => fail('did not start'), startMs);
    child.stderr?.on('data', (chunk: Buffer) => {
      errors += chunk.toString();
    });
    child.stdout?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      const url = /^listening (\S+)$/m.exec(output)?.[1];
      if (url === undefined) return;
      clearTimeout(timer);
      resolve(url);
    });
    child.once('error', (error) => fail(`could not be started: ${error.message}`));
    child.once('close', () => {
      clearTimeout(timer);
      fail('ended at once');
    });
  });
}

function log(folder: string): string {
  try {
    return readFileSync(join(folder, 'pact_broker.log'), 'utf8').slice(-4000);
  } catch {
    return '';
  }
}

/** Starts a broker with an empty database, installing it first where that has not been done. */
export async function startBroker(accounts: Accounts = {}): Promise<Broker> {
  const gems = await installBroker();
  const folder = mkdtempSync(join(tmpdir(), 'pact-broker-'));
  const child = spawn('ruby', [join(rubyFolder, 'serve.rb'), folder], {
    cwd: folder,
    env: {
      ...bundlerEnvironment(gems),
      BROKER_TOKEN: accounts.token,
      BROKER_USERNAME: accounts.username,
      BROKER_PASSWORD: accounts.password,
    },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const kill = async () => {
    child.kill('SIGKILL');
    await ended(child);
  };
  const stop = async () => {
    await kill();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    return { url: await listening(child, folder), kill, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
