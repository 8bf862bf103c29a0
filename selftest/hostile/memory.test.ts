/** Memory of the whole command, whatever a server sends. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { misbehaviours } from './all.ts';
import { conformance } from './command.ts';
import { startHostile } from './server.ts';

const root = mkdtempSync(join(tmpdir(), 'memory-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** Says on the error stream how much was resident at most, in KB. */
const hook = 'data:text/javascript,process.on("exit",()=>process.stderr.write("peak "+process.resourceUsage().maxRSS))';

/** A run against a server that behaves takes some 400 MB for so few checks, and 730 for all. */
const mostKilobytes = 1000 * 1024;

test.concurrent.each(['gzip-bomb', 'content-without-end', 'large-answers'])('%s', async (id) => {
  const misbehaviour = Object.values(misbehaviours)
    .flat()
    .find((one) => one.id === id);
  if (misbehaviour === undefined) throw new Error(`there is no ${id}`);
  const server = await startHostile(misbehaviour);
  try {
    const [account] = server.accounts;
    const environment = {
      TARGET_URL: server.url,
      TARGET_USERNAME: account?.username ?? '',
      TARGET_PASSWORD: account?.password ?? '',
      NODE_OPTIONS: `--import ${JSON.stringify(hook)}`,
    };
    const args = ['--out', join(root, id), '--state', join(root, 'state'), '--only', 'getInvoice'];
    const { code, errors, output } = await conformance(args, { environment });
    expect([0, 1, 3], output + errors).toContain(code);
    const peaks = [...errors.matchAll(/peak (\d+)/g)].map(([, peak]) => Number(peak));
    expect(Math.max(...peaks), errors).toBeLessThan(mostKilobytes);
    expect(Math.max(...peaks)).toBeGreaterThan(10_000);
    process.stdout.write(`${id}: ${Math.round(Math.max(...peaks) / 1024)} MB at most, exit ${code}\n`);
  } finally {
    await server.close();
  }
});
