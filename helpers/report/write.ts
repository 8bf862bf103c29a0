/** Writing every report: each file complete or as it was, and one that fails does not take the others with it. */
import { closeSync, mkdirSync, openSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '../failures.ts';
import { writeAllureResults } from './allure/results.ts';
import { archive, har } from './har.ts';
import { html } from './html/page.ts';
import { json } from './json.ts';
import { junit } from './junit.ts';
import { markdown } from './markdown.ts';
import type { ArchivedExchange, RunReport } from './model.ts';
import { replaceFile } from './replace-file.ts';

/** What the reports show beside the run itself. */
export interface ReportOptions {
  /** Every exchange of the run, for the HAR file; checks carry only those that decided them. */
  readonly exchanges?: Iterable<ArchivedExchange>;
  /** The same as entries of an archive, from the parts of a shared run. */
  readonly archived?: readonly unknown[];
  /** The report of the last run, to show what changed since. */
  readonly previous?: RunReport;
}

/** Throws UsageError where the folder cannot be made or written. */
export function prepareFolder(folder: string): void {
  const probe = join(folder, `.probe-${process.pid}`);
  try {
    mkdirSync(folder, { recursive: true });
    closeSync(openSync(probe, 'w'));
    rmSync(probe);
  } catch (error) {
    throw new UsageError(`--out: ${folder} cannot be written (${problemOf(error)}); name another folder`);
  }
}

/** Writes all reports before it returns, as a signal handler has to. Returns a line for each that could not be written. */
export function writeReports(report: RunReport, folder: string, options: ReportOptions = {}): string[] {
  const { exchanges = report.checks.flatMap((check) => check.exchanges), archived, previous } = options;
  const pages = previous === undefined ? {} : { previous };
  // What programs and pipelines need first comes first: a disk may become full.
  const files: readonly (readonly [string, (path: string) => void])[] = [
    ['conformance.json', (path) => replaceFile(path, [json(report)])],
    ['junit.xml', (path) => replaceFile(path, [junit(report)])],
    ['conformance.md', (path) => replaceFile(path, [markdown(report, pages)])],
    ['conformance.html', (path) => replaceFile(path, [html(report, pages)])],
    ['allure-results', (path) => writeAllureResults(report, path)],
    [
      'exchanges.har',
      (path) => replaceFile(path, archived === undefined ? har(report, exchanges) : archive(report, archived)),
    ],
  ];
  return files.flatMap(([name, write]) => {
    const path = join(folder, name);
    try {
      // It was there when the run began, and somebody may have tidied up since.
      mkdirSync(folder, { recursive: true });
      write(path);
      return [];
    } catch (error) {
      return [`${path} could not be written (${problemOf(error)}); make room or name another folder with --out`];
    }
  });
}

/** What the file system said, in words. */
export function problemOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const known: Record<string, string> = {
    EACCES: 'permission denied',
    EROFS: 'the file system is read-only',
    ENOSPC: 'the disk is full',
    ENOTDIR: 'a part of the path is a file',
    EEXIST: 'there is a file of this name',
    EISDIR: 'there is a folder of this name',
  };
  return known[code] ?? (error instanceof Error ? error.message : String(error)).replaceAll(/\s+/g, ' ');
}
