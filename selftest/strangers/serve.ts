/** `npm run stranger -- terse`: one of the strangers on a free port until interrupted, for commands that take a URL. */
import { Argument, Command, CommanderError } from 'commander';
import { type StrangerName, strangers } from './index.ts';

const command = new Command('stranger')
  .description('Serves one of the servers that the suite was not written on, and prints its address and its accounts.')
  .addArgument(new Argument('<NAME>', 'which of them').choices(Object.keys(strangers)))
  .allowExcessArguments(false)
  .exitOverride();
try {
  command.parse();
} catch (error) {
  process.exit(error instanceof CommanderError && error.exitCode === 0 ? 0 : 2);
}
// One of the choices above.
const name = command.processedArgs[0] as StrangerName;
const stranger = await strangers[name]();
const [account, second] = stranger.accounts;
process.stdout.write(
  [
    `listening ${stranger.url}`,
    `TARGET_USERNAME='${account.username}' TARGET_PASSWORD='${account.password}'`,
    `TARGET_USERNAME_2='${second.username}' TARGET_PASSWORD_2='${second.password}'`,
    '',
  ].join('\n'),
);
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void stranger.close().then(() => process.exit(0)));
}
