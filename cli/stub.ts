/** `npm run stub`: serves the contract to consumers by the official stub server. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { UsageError } from '../helpers/failures.ts';
import { loadPacts } from '../helpers/pact/source.ts';
import { startStub, stateHeader } from '../helpers/pact/stub.ts';
import { exitWith } from './exit.ts';

async function main(argv: readonly string[]): Promise<number> {
  const command = new Command('stub')
    .description('Answers requests as the contract says; any credentials are taken.')
    .argument('[PACT...]', 'files, folders or addresses of pacts', ['contracts/pacts'])
    .option('--port <N>', 'port to listen on; 0 for any free one', '0')
    .addHelpText(
      'after',
      `\nWhere several answers fit a request the successful one is given; the header '${stateHeader}: no such invoice' asks for that of a state.\nThe stub server listens on every address of this machine and cannot be told otherwise.`,
    )
    .exitOverride();
  command.parse([...argv], { from: 'user' });
  const { port } = command.opts<{ port: string }>();
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) throw new UsageError(`--port: '${port}' is no port`);
  // Pacts are read before the stub reads them, so that a mistake is told in one line.
  const pacts = await loadPacts(command.processedArgs[0] as readonly string[]);
  const folder = mkdtempSync(join(tmpdir(), 'stub-'));
  try {
    const files = pacts.map(({ content }, index) => {
      const file = join(folder, `${index}.json`);
      writeFileSync(file, JSON.stringify(content));
      return file;
    });
    const stub = await startStub(files, Number(port));
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stub.close());
    process.stdout.write(`listening ${stub.url}\n`);
    const code = await stub.ended;
    return code === null || code === 0 ? 0 : 4;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

await exitWith(main);
