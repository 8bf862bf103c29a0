/** `npx tsx selftest/broker/serve.ts`: a Pact Broker to try things on, until its standard input ends or Ctrl-C. */
import { startBroker } from './broker.ts';
import { NotInstallable } from './install.ts';

try {
  const broker = await startBroker();
  process.stdout.write(`listening ${broker.url}\n`);
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
    process.stdin.resume().once('end', () => resolve());
  });
  await broker.stop();
  process.exit(0);
} catch (error) {
  if (!(error instanceof NotInstallable)) throw error;
  process.stderr.write(`no Pact Broker here: ${error.message}\n`);
  process.exit(3);
}
