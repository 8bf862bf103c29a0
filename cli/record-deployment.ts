/** `npm run record-deployment`: tells a Pact Broker that a version runs in an environment now. */
import { Command } from 'commander';
import { recordDeployment } from '../helpers/pact/broker/deployment.ts';
import { addressable, readVersion } from '../helpers/pact/broker/origin.ts';
import { readBroker } from '../helpers/pact/broker/settings.ts';
import { exitWithBroker, withClientOptions } from './broker-command.ts';

interface Options {
  readonly pacticipant: string;
  readonly version?: string;
  readonly environment: string;
  readonly timeout: number;
}

const command = new Command('record-deployment')
  .description('Tells a Pact Broker that a version of a consumer or provider was deployed.')
  .requiredOption('--pacticipant <NAME>', 'the consumer or provider')
  .option('--version <VERSION>', 'its version (default: the git commit)')
  .requiredOption('--environment <NAME>', 'where it was deployed');

async function main(argv: readonly string[]): Promise<number> {
  withClientOptions(command).parse([...argv], { from: 'user' });
  const options = command.opts<Options>();
  const settings = readBroker(process.env);
  const deployment = {
    pacticipant: addressable('--pacticipant', options.pacticipant),
    version: readVersion(process.cwd(), process.env, '--version', options.version),
    environment: addressable('--environment', options.environment),
  };
  const asking = { settings, environment: process.env, timeoutMs: options.timeout * 1000 };
  process.stdout.write(`${(await recordDeployment(deployment, asking)).join('\n')}\n`);
  return 0;
}

await exitWithBroker('record-deployment', main);
