/** Asks a broker whether a version may be deployed, and tells it that one was. */
import type { Environment } from '../../configuration/environment.ts';
import { callClient } from './client.ts';
import { BrokerRefused } from './failures.ts';
import type { BrokerSettings } from './settings.ts';

/** A version of a consumer or provider, and an environment. */
export interface Deployment {
  readonly pacticipant: string;
  readonly version: string;
  readonly environment: string;
}

/** What every question needs to know. */
export interface Asking {
  readonly settings: BrokerSettings;
  readonly environment: Environment;
  readonly timeoutMs: number;
}

/** How long to ask again while a verification may still be running. */
export interface Patience {
  readonly times: number;
  readonly intervalSeconds: number;
}

interface Side {
  readonly name: string;
  readonly version?: { readonly number: string } | null;
}

/** The part of the client's answer that decides. */
interface Answer {
  readonly summary?: { readonly deployable?: boolean | null; readonly reason?: string };
  readonly matrix?: readonly {
    readonly consumer: Side;
    readonly provider: Side;
    readonly verificationResult?: { readonly success?: boolean } | null;
  }[];
}

function describeSide({ name, version }: Side): string {
  return `${name} ${version?.number ?? '(no version)'}`;
}

/** `shop abc → billing def: verified`, for each pair the answer rests on. */
function pairsOf({ matrix = [] }: Answer): string[] {
  return matrix.map(({ consumer, provider, verificationResult }) => {
    const success = verificationResult?.success;
    const result = success === undefined ? 'not verified' : success ? 'verified' : 'verification failed';
    return `  ${describeSide(consumer)} → ${describeSide(provider)}: ${result}`;
  });
}

/**
 * Lines that say why a version may be deployed. Throws BrokerRefused where it may not. The answer's own word decides: with
 * JSON output the client ends 0 for a refusal too.
 */
export async function canIDeploy(
  { pacticipant, version, environment }: Deployment,
  asking: Asking,
  patience: Patience | undefined,
): Promise<string[]> {
  const waiting = patience === undefined ? 0 : patience.times * patience.intervalSeconds * 1000;
  const output = await callClient({
    ...asking,
    timeoutMs: asking.timeoutMs + waiting,
    // The client looks for `--pacticipant` and `--version` as words of their own: `--version=1` would be overlooked.
    arguments: [
      'can-i-deploy',
      ...['--pacticipant', pacticipant, '--version', version],
      ...['--to-environment', environment],
      '--output=json',
      ...(patience === undefined
        ? []
        : ['--retry-while-unknown', `${patience.times}`, '--retry-interval', `${patience.intervalSeconds}`]),
    ],
  });
  const text = output.split('\n').find((line) => line.startsWith('{'));
  if (text === undefined) throw new Error(`the broker's client said nothing that can be read: ${output.trim()}`);
  const answer = JSON.parse(text) as Answer;
  const { deployable, reason = 'the broker gives no reason' } = answer.summary ?? {};
  const lines = [reason, ...pairsOf(answer)];
  if (deployable !== true) {
    throw new BrokerRefused(`${pacticipant} ${version} must not go to ${environment}: ${lines.join('\n')}`);
  }
  return [`${pacticipant} ${version} may go to ${environment}: ${reason}`, ...lines.slice(1)];
}

/** Tells the broker that a version runs in an environment now, and no other version of it there. */
export async function recordDeployment(deployment: Deployment, asking: Asking): Promise<string[]> {
  const { pacticipant, version, environment } = deployment;
  const words = ['--pacticipant', pacticipant, '--version', version, '--environment', environment];
  try {
    await callClient({ ...asking, arguments: ['record-deployment', ...words, '--output=json'] });
  } catch (error) {
    if (!(error instanceof BrokerRefused) || !error.message.includes('failed: 404')) throw error;
    throw new BrokerRefused(
      `the broker knows no version ${version} of ${pacticipant}; it learns of one by a published pact or verification`,
    );
  }
  return [`recorded: ${pacticipant} ${version} is deployed to ${environment}`];
}
