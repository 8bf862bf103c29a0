/** The thread in which Allure's report is made: loaded while the checks run, so that only its work is waited for. */
import { parentPort } from 'node:worker_threads';
import { type AllureJob, generateAllureReport } from './generate.ts';

parentPort?.once('message', async (job: AllureJob) => {
  try {
    await generateAllureReport(job);
    parentPort?.postMessage('');
  } catch (error) {
    parentPort?.postMessage(error instanceof Error ? error.message : String(error));
  }
});
