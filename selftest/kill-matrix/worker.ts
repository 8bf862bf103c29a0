/** A process that takes cases one after another and tells what came of each. */
import { startSandbox } from '../../sandbox/start.ts';
import { type Case, runCase } from './run-case.ts';

const sandbox = await startSandbox({ managementPort: false });
const tell = (message: unknown) => process.send?.(message);

process.on('message', async (one: Case) => {
  try {
    tell({ result: await runCase(sandbox, one) });
  } catch (error) {
    tell({ problem: `${one.kind} ${one.id}: ${error instanceof Error ? error.message : String(error)}` });
  }
});
// The parent is gone: nothing may stay running.
process.on('disconnect', () => process.exit(0));
tell({ ready: true });
