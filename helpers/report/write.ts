/** Writing every report: each file complete or as it was, and one that fails does not take the others with it. */
import { closeSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '../failures.ts';
import { har } from './har.ts';
import { html } from './html/page.ts';
import { json } from './json.ts';
import { junit } from './junit.ts';
import { markdown } from './markdown.ts';
import type { RecordedExchange, RunReport } from './model.ts';

/** What the reports show beside the run itself. */
export interface ReportOptions {
  /** Every exchange of the run, for the HAR file; checks carry only those that decided them. */
  readonly exchanges?: Iterable<RecordedExchange>;
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
  const { exchanges = report.checks.flatMap((check) => check.exchanges), previous } = options;
  const pages = previous === undefined ? {} : { previous };
  // What programs and pipelines need first comes first: a disk may become full.
  const files: readonly (readonly [string, () => Iterable<string>])[] = [
    ['conformance.json', () => [json(report)]],
    ['junit.xml', () => [junit(report)]],
    ['conformance.md', () => [markdown(report, pages)]],
    ['conformance.html', () => [html(report, pages)]],
    ['exchanges.har', () => har(report, exchanges)],
  ];
  return files.flatMap(([name, content]) => {
    const path = join(folder, name);
    try {
      replaceFile(path, content());
      return [];
    } catch (error) {
      return [`${path} could not be written (${problemOf(error)}); make room or name another folder with --out`];
    }
  });
}

/** Writes a file whole: beside it first, so that a reader meets the old one or the new one, never a part. Throws what the file system says. */
export function replaceFile(path: string, pieces: Iterable<string>): void {
  const part = `${path}.${process.pid}.part`;
  try {
    const file = openSync(part, 'w');
    try {
      for (const piece of pieces) writeWhole(file, Buffer.from(piece, 'utf8'));
    } finally {
      closeSync(file);
    }
    renameSync(part, path);
  } catch (error) {
    rmSync(part, { force: true });
    throw error;
  }
}

/** One write may take a part only. */
function writeWhole(file: number, bytes: Buffer): void {
  let at = 0;
  while (at < bytes.length) at += writeSync(file, bytes, at);
}

function problemOf(error: unknown): string {
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
