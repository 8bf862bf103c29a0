/** Runs the official client of the Pact Broker: one Rust binary, called directly, told of credentials by environment. */
import { spawn } from 'node:child_process';
import type { Environment } from '../../configuration/environment.ts';
import { pactBinary } from '../binary.ts';
import { BrokerRefused, BrokerUnavailable } from './failures.ts';
import { probeBroker } from './probe.ts';
import { type BrokerSettings, brokerRedactor, brokerVariables, clientEnvironment } from './settings.ts';

/** How one call of the client is made. */
export interface ClientCall {
  readonly settings: BrokerSettings;
  /** Sub-command and options, without address and credentials. */
  readonly arguments: readonly string[];
  readonly environment: Environment;
  /** The client itself waits for ever for a broker that accepts a connection and says nothing. */
  readonly timeoutMs: number;
}

interface Ended {
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
  readonly timedOut: boolean;
}

/** Its own eight retries, each twice as long after the last, would hold a pipeline for two minutes. */
const retries = '2';

function environmentOf({ settings, environment }: ClientCall): Record<string, string> {
  const kept = Object.entries(environment).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && !brokerVariables.includes(entry[0]),
  );
  return {
    PACT_BROKER_HTTP_RETRIES: retries,
    ...Object.fromEntries(kept.filter(([name]) => !name.startsWith('TARGET_'))),
    PACT_DO_NOT_TRACK: 'true',
    ...clientEnvironment(settings),
  };
}

function run(call: ClientCall): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(pactBinary(), ['broker', ...call.arguments], {
      env: environmentOf(call),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let [output, errors, timedOut] = ['', '', false];
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk;
    });
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      errors += chunk;
    });
    const timer = setTimeout(() => {
      timedOut = true;
      child.kill('SIGKILL');
    }, call.timeoutMs);
    const stop = () => child.kill('SIGKILL');
    process.once('exit', stop);
    const end = () => {
      clearTimeout(timer);
      process.removeListener('exit', stop);
    };
    child.once('error', (error) => {
      end();
      reject(error);
    });
    child.once('close', (code) => {
      end();
      resolve({ code, output, errors, timedOut });
    });
  });
}

/** What the client says of a failure, without its ornaments and repetitions; the first line is the reason. */
export function reasonOf(text: string): string[] {
  const lines = text
    .split('\n')
    .map((line) => line.replace(/^[❌\s]+/u, '').trimEnd())
    .filter((line) => line !== '' && !/^(Pact publication failed:|Details:|Computer says no|📨)/u.test(line))
    .map((line) => line.replace(/^contracts: /, ''));
  const validation = /^failed validation - \[/;
  const rest = lines.filter((line) => !validation.test(line));
  return [...new Set(rest.length > 0 ? rest : lines)];
}

/**
 * Calls the client and gives what it printed, with every secret masked. Throws BrokerRefused where the broker said no, and
 * BrokerUnavailable where it could not be asked: before the call, or any more after it.
 */
export async function callClient(call: ClientCall): Promise<string> {
  const { settings } = call;
  const redact = brokerRedactor(settings);
  await probeBroker(settings);
  const { code, output, errors, timedOut } = await run(call);
  if (timedOut) {
    throw new BrokerUnavailable(
      `the Pact Broker at ${settings.url} did not end an answer within ${call.timeoutMs / 1000} s; see --timeout`,
    );
  }
  if (code === 0) return redact(output);
  await probeBroker(settings);
  const said = redact(`${errors}\n${output}`);
  const status = /failed: (\d{3}) /.exec(said)?.[1];
  if (status === '401' || status === '403') {
    throw new BrokerUnavailable(
      `the Pact Broker at ${settings.url} lets these credentials read but not write (${status})`,
    );
  }
  const [first, ...more] = reasonOf(said);
  const reason = first ?? `the client ended with ${code ?? 'a signal'} and said nothing`;
  if (status?.startsWith('5') || /Failed to access pact broker path/.test(said)) {
    throw new BrokerUnavailable(`the Pact Broker at ${settings.url} broke off: ${reason}`);
  }
  throw new BrokerRefused([reason, ...more.map((line) => `  ${line}`)].join('\n'));
}
