/** `npm run can-i-deploy`: asks a Pact Broker whether a version fits what runs in an environment. */
import { Command } from 'commander';
import { canIDeploy } from '../helpers/pact/broker/deployment.ts';
import { addressable, readVersion } from '../helpers/pact/broker/origin.ts';
import { readBroker } from '../helpers/pact/broker/settings.ts';
import { exitWithBroker, positive, withClientOptions } from './broker-command.ts';

interface Options {
  readonly pacticipant: string;
  readonly version?: string;
  readonly toEnvironment: string;
  readonly retryWhileUnknown?: number;
  readonly retryInterval: number;
  readonly timeout: number;
}

const command = new Command('can-i-deploy')
  .description('Asks a Pact Broker whether a version of a consumer or provider may be deployed.')
  .requiredOption('--pacticipant <NAME>', 'the consumer or provider')
  .option('--version <VERSION>', 'its version (default: the git commit)')
  .requiredOption('--to-environment <NAME>', 'where it would be deployed')
  .option('--retry-while-unknown <TIMES>', 'how often to ask again while a result is missing', positive)
  .option('--retry-interval <SECONDS>', 'time between two of these questions', positive, 10);

async function main(argv: readonly string[]): Promise<number> {
  withClientOptions(command).parse([...argv], { from: 'user' });
  const { pacticipant, toEnvironment, retryWhileUnknown, ...options } = command.opts<Options>();
  const settings = readBroker(process.env);
  const deployment = {
    pacticipant: addressable('--pacticipant', pacticipant),
    version: readVersion(process.cwd(), process.env, '--version', options.version),
    environment: addressable('--to-environment', toEnvironment),
  };
  const asking = { settings, environment: process.env, timeoutMs: options.timeout * 1000 };
  const patience =
    retryWhileUnknown === undefined ? undefined : { times: retryWhileUnknown, intervalSeconds: options.retryInterval };
  const lines = await canIDeploy(deployment, asking, patience);
  process.stdout.write(`${lines.join('\n')}\n`);
  return 0;
}

await exitWithBroker('can-i-deploy', main);
