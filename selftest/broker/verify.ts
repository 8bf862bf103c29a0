/** Verifies a broker's pacts against a provider that needs no states: the least that stands around the official verifier. */
import { Verifier } from '@pact-foundation/pact';
import { Command } from 'commander';
import { exitWithBroker, withClientOptions } from '../../cli/broker-command.ts';
import { type FromBroker, withBrokerOptions } from '../../cli/broker-options.ts';
import { BrokerRefused, BrokerUnavailable } from '../../helpers/pact/broker/failures.ts';
import { whileBrokerAnswers } from '../../helpers/pact/broker/guard.ts';
import { readBrokerVerification } from '../../helpers/pact/broker/verification.ts';

async function main(argv: readonly string[]): Promise<void> {
  const command = withBrokerOptions(new Command('verify')).argument('<URL>').argument('<PROVIDER>');
  withClientOptions(command).parse([...argv], { from: 'user' });
  const [providerBaseUrl = '', provider = ''] = command.args;
  const { settings, options } = readBrokerVerification(command.opts<FromBroker>(), process.env, process.cwd());
  const verifier = new Verifier({ provider, providerBaseUrl, logLevel: 'error', ...options });
  try {
    await whileBrokerAnswers(settings, () => verifier.verifyProvider());
  } catch (error) {
    if (error instanceof BrokerUnavailable) throw error;
    throw new BrokerRefused(error instanceof Error ? error.message : String(error));
  }
}

await exitWithBroker('verify', main);
