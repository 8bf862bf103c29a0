/** `npm run requirements`: prints the catalogue. */
import { Command } from 'commander';
import { catalogue, requirementIds } from '../contracts/requirements/index.ts';
import { exitWith } from './exit.ts';

async function main(argv: readonly string[]): Promise<number> {
  const command = new Command('requirements')
    .description('Prints every requirement: id, level, operations, source, text.')
    .option('--json', 'for programs, with everything that is known of each')
    .allowExcessArguments(false)
    .exitOverride();
  command.parse([...argv], { from: 'user' });
  const { json = false } = command.opts<{ json?: true }>();
  process.stdout.write(json ? asJson() : asText());
  return 0;
}

function asJson(): string {
  const all = requirementIds.map((id) => ({ id, ...catalogue[id] }));
  return `${JSON.stringify(all, null, 2)}\n`;
}

function asText(): string {
  return requirementIds
    .map((id) => {
      const { level, operations, source, text } = catalogue[id];
      return `${level.padEnd(6)} ${id}\n       ${text}\n       [${source}] ${operations.join(', ')}\n`;
    })
    .join('');
}

await exitWith(main);
