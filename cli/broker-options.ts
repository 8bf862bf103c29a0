/** The options by which a verification takes its pacts from a Pact Broker. */
import type { Command } from 'commander';
import type { BrokerOptions } from '../helpers/pact/broker/verification.ts';
import { gather } from './broker-command.ts';

/** What `withBrokerOptions` adds to a command's options. */
export interface FromBroker extends BrokerOptions {
  readonly broker?: boolean;
}

/** Adds `--broker` and all that goes with it. */
export function withBrokerOptions(command: Command): Command {
  return command
    .option('--broker', 'verify the pacts that the Pact Broker has for the provider')
    .option(
      '--selector <SELECTOR>',
      'consumer versions: main-branch, matching-branch, branch:NAME, deployed, released or deployed-or-released (these three also with :ENVIRONMENT), or JSON; may be repeated (default: main-branch, matching-branch, deployed-or-released)',
      gather,
    )
    .option('--pending', 'pacts that no version of this branch ever kept do not fail the run (default)')
    .option('--no-pending', 'they do')
    .option('--include-wip-since <DATE>', 'also pacts of branches that nobody has verified yet, from this day on')
    .option('--publish', 'tell the broker the results')
    .option('--provider-version <VERSION>', 'version of the provider (default: the git commit)')
    .option('--provider-branch <NAME>', 'branch of the provider (default: what the CI server says, else git)')
    .option('--build-url <URL>', 'where the build can be seen (default: what the CI server says)');
}

/** The first of these options that was given although `--broker` was not. */
export function strayBrokerOption({ broker, ...options }: FromBroker): string | undefined {
  if (broker === true) return undefined;
  const names: Readonly<Record<keyof BrokerOptions, string>> = {
    selector: '--selector',
    pending: '--pending',
    includeWipSince: '--include-wip-since',
    publish: '--publish',
    providerVersion: '--provider-version',
    providerBranch: '--provider-branch',
    buildUrl: '--build-url',
  };
  const given = (Object.keys(names) as (keyof BrokerOptions)[]).find((name) => options[name] !== undefined);
  return given === undefined ? undefined : names[given];
}
