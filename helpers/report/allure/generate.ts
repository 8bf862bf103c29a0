/** Turns `allure-results/` into `allure-report/index.html`, one file that asks nothing of any network. */
import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { AllureLocalHistory, AllureReport } from '@allurereport/core';
import AwesomePlugin from '@allurereport/plugin-awesome';
import { replaceFile } from '../replace-file.ts';
import { categoryRules } from './categories.ts';
import { appendRun } from './history.ts';
import { withoutRequests } from './offline.ts';

/** What a report is made of, and where it goes. */
export interface AllureJob {
  readonly results: string;
  readonly report: string;
  readonly title: string;
  /** File of the earlier runs, to show the trend; absent where there is none. */
  readonly history?: string;
  /** Whether this run is to stand in the history of the next. */
  readonly remember: boolean;
}

/** Runs that the trend shows. Each stands in the page, so that more would make it slow. */
const shownRuns = 14;

/** Writes the report, and the run into its history. */
export async function generateAllureReport(job: AllureJob): Promise<void> {
  const part = `${job.report}.${process.pid}.part`;
  rmSync(part, { recursive: true, force: true });
  mkdirSync(part, { recursive: true });
  try {
    const options = { singleFile: true, groupBy: ['parentSuite', 'suite'], reportName: job.title };
    const report = new AllureReport({
      name: job.title,
      output: part,
      open: false,
      port: undefined,
      knownIssuesPath: '',
      reportFiles: { addFile: async (path, content) => addFile(part, path, content) },
      plugins: [{ id: 'awesome', enabled: true, options, plugin: new AwesomePlugin(options) }],
      categories: categoryRules,
      historyLimit: shownRuns,
      ...(job.history === undefined ? {} : { historyPath: job.history }),
    });
    keepHistory(job);
    await report.start();
    await report.readDirectory(job.results);
    await report.done();
    rmSync(job.report, { recursive: true, force: true });
    renameSync(part, job.report);
  } finally {
    rmSync(part, { recursive: true, force: true });
  }
}

/** The page alone: Allure's summary beside it is for a page of several reports. */
function addFile(folder: string, path: string, content: Buffer): string {
  const target = join(folder, path.replace(/^awesome\//, ''));
  if (path !== 'awesome/index.html') return target;
  mkdirSync(dirname(target), { recursive: true });
  replaceFile(target, [withoutRequests(content.toString('utf8'))]);
  return target;
}

/**
 * Allure's own writer of the history never comes back on Node.js 20 (it waits for a stream that does not close its
 * file), and keeps a megabyte of every run.
 */
function keepHistory({ history, remember }: AllureJob): void {
  AllureLocalHistory.prototype.appendHistory = async (point) => {
    if (history !== undefined && remember) appendRun(history, point, shownRuns);
  };
}
