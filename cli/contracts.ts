/** `npm run contracts`: writes the contract, holds it against the description of the API, and shows what it covers. */
import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { config } from 'dotenv';
import { UsageError } from '../helpers/failures.ts';
import { contractCoverage, coverageTable, disagreements } from '../helpers/pact/compare.ts';
import type { PactFile } from '../helpers/pact/file.ts';
import { partiesOf, writeContract } from '../helpers/pact/write.ts';
import { interactions } from '../specs/interactions/all.ts';
import { exitWith } from './exit.ts';

interface Options {
  readonly out: string;
  readonly consumer?: string;
  readonly coverage: boolean;
  readonly quiet: boolean;
}

function parseOptions(argv: readonly string[]): Options {
  const command = new Command('contracts')
    .description('Writes contracts/pacts/*.json and compares it with contracts/openapi.yaml.')
    .option('--out <FOLDER>', 'where the pact goes', 'contracts/pacts')
    .option('--consumer <NAME>', 'name of the consumer, else PACT_CONSUMER, else abillify-conformance')
    .option('--coverage', 'show which documented operations and statuses the contract covers', false)
    .option('--quiet', 'say only what is wrong', false)
    .addHelpText('after', '\nExit code 0: written, and both documents agree; 1: they do not; 2: the call is wrong.')
    .allowExcessArguments(false)
    .exitOverride();
  command.parse([...argv], { from: 'user' });
  return command.opts<Options>();
}

async function main(argv: readonly string[]): Promise<number> {
  const { out, consumer, coverage, quiet } = parseOptions(argv);
  config({ quiet: true });
  const parties = partiesOf(
    consumer ?? process.env.PACT_CONSUMER,
    consumer === undefined ? 'PACT_CONSUMER' : '--consumer',
  );
  const { path, changed } = await write(parties, out);
  const pact = JSON.parse(readFileSync(path, 'utf8')) as PactFile;
  const found = await disagreements(pact);
  if (!quiet)
    process.stdout.write(`${path}: ${pact.interactions.length} interactions, ${changed ? 'written' : 'unchanged'}\n`);
  for (const line of found) process.stderr.write(`contracts/openapi.yaml does not agree: ${line}\n`);
  if (coverage) process.stdout.write(`\n${coverageTable(contractCoverage([pact]))}`);
  return found.length > 0 ? 1 : 0;
}

async function write(parties: Parameters<typeof writeContract>[1], out: string) {
  try {
    return await writeContract(interactions, parties, out);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (!['EACCES', 'EROFS', 'ENOTDIR', 'EEXIST', 'EISDIR', 'ENOSPC'].includes(code)) throw error;
    throw new UsageError(`--out: ${out} cannot be written (${code}); name another folder`);
  }
}

await exitWith(main);
