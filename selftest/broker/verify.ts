/** Verifies a broker's pacts against a provider that needs no states: the least that stands around the official verifier. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Verifier } from '@pact-foundation/pact';
import { Command } from 'commander';
import { exitWithBroker, withClientOptions } from '../../cli/broker-command.ts';
import { type FromBroker, withBrokerOptions } from '../../cli/broker-options.ts';
import { BrokerRefused } from '../../helpers/pact/broker/failures.ts';
import { readBrokerVerification } from '../../helpers/pact/broker/verification.ts';
import { verifyFromBroker } from '../../helpers/pact/broker/verify.ts';

interface Result {
  readonly result: boolean;
  readonly interactionResults: readonly unknown[];
}

async function main(argv: readonly string[]): Promise<void> {
  const command = withBrokerOptions(new Command('verify')).argument('<URL>').argument('<PROVIDER>');
  withClientOptions(command).parse([...argv], { from: 'user' });
  const [providerBaseUrl = '', provider = ''] = command.args;
  const verification = readBrokerVerification(command.opts<FromBroker>(), process.env, process.cwd());
  const folder = mkdtempSync(join(tmpdir(), 'verifier-'));
  const logFile = join(folder, 'verifier.log');
  const { result } = await verifyFromBroker(verification, async (options) => {
    const verifier = new Verifier({ provider, providerBaseUrl, logLevel: 'error', logFile, ...options });
    const text = await verifier.verifyProvider().catch((error: Error) => error.message);
    return { result: JSON.parse(text) as Result, log: readFileSync(logFile, 'utf8') };
  }).finally(() => rmSync(folder, { recursive: true }));
  if (!result) throw new BrokerRefused('the verification failed');
}

await exitWithBroker('verify', main);
