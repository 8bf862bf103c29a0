/** `npm run sandbox`: the reference server alone. */
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { faults, isFaultId } from './faults/index.ts';
import { freedoms, isFreedomId } from './freedoms/index.ts';
import { defaultAccounts, type Sandbox, startSandbox } from './start.ts';

interface Options {
  port: number;
  managementPort?: number;
  fault: string[];
  freedom: string[];
  list?: true;
  seed: number;
  latency: [number, number];
}

const program = new Command('sandbox')
  .description('The reference server: keeps every documented promise of the Abillify billing API, in memory.')
  .option('--port <number>', 'port to listen on; 0 takes any free one', portOf, 0)
  .option('--management-port <number>', 'port for reset, clock, faults, freedoms and effects', portOf)
  .option('--fault <id...>', 'break a promise; --list names them', several, [])
  .option('--freedom <id...>', 'behave differently without breaking a promise', several, [])
  .option('--latency <from-to>', 'milliseconds before a request is looked at, such as 20-80', latencyOf, [0, 0])
  .option('--seed <number>', 'repeats generated ids and latency', wholeNumberOf, 1)
  .option('--list', 'list the faults and freedoms and exit')
  .addHelpText('after', `\nAccounts:\n${defaultAccounts.map(credentials).join('\n')}`)
  .exitOverride();

await main();

async function main(): Promise<void> {
  // Whoever reads what is printed may go away (`| head`).
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  const options = parse();
  if (options.list) return list();
  const sandbox = await start(options);
  console.log(`listening ${sandbox.url}`);
  if (sandbox.managementUrl !== undefined) console.log(`management ${sandbox.managementUrl}`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void sandbox.close());
}

function parse(): Options {
  try {
    return program.parse().opts<Options>();
  } catch (error) {
    if (error instanceof CommanderError) process.exit(error.exitCode === 0 ? 0 : 2);
    throw error;
  }
}

async function start({ port, managementPort, fault, freedom, seed, latency }: Options): Promise<Sandbox> {
  const unknownFault = fault.find((id) => !isFaultId(id));
  if (unknownFault !== undefined) return fail(`unknown fault '${unknownFault}'; --list names them all`);
  const unknownFreedom = freedom.find((id) => !isFreedomId(id));
  if (unknownFreedom !== undefined) return fail(`unknown freedom '${unknownFreedom}'; --list names them all`);
  try {
    return await startSandbox({
      port,
      managementPort: managementPort ?? false,
      faults: fault.filter(isFaultId),
      freedoms: freedom.filter(isFreedomId),
      seed,
      latencyMs: latency,
    });
  } catch (error) {
    const { code, port: busy } = error as NodeJS.ErrnoException & { port?: number };
    if (code === 'EADDRINUSE') return fail(`port ${busy} is in use; choose another, or 0 for any free one`);
    if (code === 'EACCES') return fail(`port ${busy} may not be used by this user; choose one above 1023`);
    throw error;
  }
}

function list(): void {
  console.log('Faults:');
  for (const { id, breaks, sentence } of faults) console.log(`  ${id}\n      ${sentence} Breaks ${breaks}.`);
  console.log('\nFreedoms:');
  for (const { id, sentence } of freedoms) console.log(`  ${id}\n      ${sentence}`);
}

function fail(message: string): never {
  console.error(`error: ${message}`);
  process.exit(2);
}

function credentials({ username, password }: { username: string; password: string }): string {
  return `  ${username} / ${password}`;
}

function several(id: string, before: string[]): string[] {
  return [...before, id];
}

function wholeNumberOf(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('It has to be a whole number.');
  return Number(text);
}

function portOf(text: string): number {
  const port = wholeNumberOf(text);
  if (port > 65535) throw new InvalidArgumentError('It has to be a port, 0 to 65535.');
  return port;
}

function latencyOf(text: string): [number, number] {
  const match = /^(\d{1,6})(?:-(\d{1,6}))?$/.exec(text);
  const from = Number(match?.[1]);
  const to = Number(match?.[2] ?? match?.[1]);
  if (match === null || from > to) throw new InvalidArgumentError('It has to be milliseconds such as 20-80.');
  return [from, to];
}
