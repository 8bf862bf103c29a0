/** `npm run notification`: a small JSON about a result, for a pipeline to send to a chat or by mail. Nothing is sent here. */
import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { UsageError } from '../helpers/failures.ts';
import { notificationOf } from '../helpers/report/notification.ts';
import { parseReport } from '../helpers/report/schema.ts';
import { exitWith } from './exit.ts';

interface Options {
  readonly previous?: string;
  readonly link?: string;
}

async function main(argv: readonly string[]): Promise<number> {
  const command = new Command('notification')
    .description('Prints what a chat message or a mail about a run needs, as JSON.')
    .argument('[FILE]', 'the result', 'reports/conformance.json')
    .option('--previous <FILE>', 'an earlier result, to say what changed')
    .option('--link <URL>', 'where the report can be seen')
    .allowExcessArguments(false)
    .exitOverride();
  command.parse([...argv], { from: 'user' });
  const { previous, link } = command.opts<Options>();
  const report = read(command.processedArgs[0] as string);
  const notification = notificationOf(report, {
    ...(previous === undefined ? {} : { previous: read(previous) }),
    ...(link === undefined ? {} : { link }),
  });
  process.stdout.write(`${JSON.stringify(notification, null, 2)}\n`);
  return 0;
}

function read(path: string) {
  try {
    return parseReport(readFileSync(path, 'utf8'), path);
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

await exitWith(main);
