/** Where the official command line of Pact is: one Rust binary for broker, stub and verification. */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** The binary itself: ending the Node.js shim in front of it would leave it running. */
export function pactBinary(): string {
  const windows = process.platform === 'win32';
  const system = windows ? 'windows' : process.platform;
  const require = createRequire(createRequire(import.meta.url).resolve('@pact-foundation/pact-cli/package.json'));
  const folder = dirname(require.resolve(`@pact-foundation/pact-cli-${system}-${process.arch}/package.json`));
  return join(folder, 'standalone', windows ? 'pact.exe' : 'pact');
}
