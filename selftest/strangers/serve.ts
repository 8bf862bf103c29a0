/** `npm run stranger -- terse`: one of the strangers on a free port until interrupted, for commands that take a URL. */
import { strangers } from './index.ts';

const name = process.argv[2] ?? '';
if (name !== 'terse' && name !== 'talkative') {
  process.stderr.write(`stranger: '${name}' is not known; name one of ${Object.keys(strangers).join(', ')}\n`);
  process.exit(2);
}
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
