/** `npm run publish`: gives pacts to a Pact Broker, as the version, branch and tags that are checked out. */
import { Command } from 'commander';
import { findPacts } from '../helpers/pact/broker/files.ts';
import { readOrigin, type Stated } from '../helpers/pact/broker/origin.ts';
import { publishPacts } from '../helpers/pact/broker/publish.ts';
import { readBroker } from '../helpers/pact/broker/settings.ts';
import { exitWithBroker, gather, withClientOptions } from './broker-command.ts';

interface Options {
  readonly consumerVersion?: string;
  readonly branch?: string;
  readonly tag?: readonly string[] | false;
  readonly buildUrl?: string;
  readonly timeout: number;
}

const command = new Command('publish')
  .description('Publishes pacts to a Pact Broker.')
  .argument('[PACTS...]', 'pact files, or folders of them', ['contracts/pacts'])
  .option('--consumer-version <VERSION>', 'version of the consumer (default: the git commit)')
  .option('--branch <NAME>', 'branch of the consumer (default: what the CI server says, else git)')
  .option('--tag <NAME>', 'a tag of this version; may be repeated (default: the git tags of the commit)', gather)
  .option('--no-tag', 'no tags')
  .option('--build-url <URL>', 'where the build can be seen (default: what the CI server says)');

function statedBy({ consumerVersion, branch, tag, buildUrl }: Options): Stated {
  return {
    ...(consumerVersion === undefined ? {} : { version: consumerVersion }),
    ...(branch === undefined ? {} : { branch }),
    ...(Array.isArray(tag) ? { tags: tag } : tag === false ? { tags: [] } : {}),
    ...(buildUrl === undefined ? {} : { buildUrl }),
  };
}

async function main(argv: readonly string[]): Promise<number> {
  withClientOptions(command).parse([...argv], { from: 'user' });
  const options = command.opts<Options>();
  const settings = readBroker(process.env);
  const pacts = findPacts(command.processedArgs[0] as readonly string[]);
  const names = { version: '--consumer-version', branch: '--branch' };
  const origin = readOrigin(process.cwd(), process.env, statedBy(options), names);
  const lines = await publishPacts(pacts, origin, settings, process.env, options.timeout * 1000);
  process.stdout.write(`${lines.join('\n')}\n`);
  return 0;
}

await exitWithBroker('publish', main);
