/** Writing every report: each file complete or not at all, and one that fails does not take the others with it. */
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '../failures.ts';
import { har } from './har.ts';
import { html } from './html.ts';
import { junit } from './junit.ts';
import { markdown } from './markdown.ts';
import type { RecordedExchange, RunReport } from './model.ts';

/** Throws UsageError where the folder cannot be made or written. */
export function prepareFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
    const probe = join(folder, '.writable');
    writeFileSync(probe, '');
    renameSync(probe, join(folder, '.gitkeep'));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`--out: ${folder} cannot be written (${reason}); name another folder`);
  }
}

/** Writes all reports. Returns one line for each that could not be written. */
export function writeReports(report: RunReport, exchanges: readonly RecordedExchange[], folder: string): string[] {
  const files: readonly [string, () => string][] = [
    ['conformance.json', () => `${JSON.stringify(report, null, 2)}\n`],
    ['junit.xml', () => junit(report)],
    ['conformance.md', () => markdown(report)],
    ['conformance.html', () => html(report)],
    ['exchanges.har', () => har(report, exchanges)],
  ];
  return files.flatMap(([name, content]) => {
    try {
      const path = join(folder, name);
      writeFileSync(`${path}.part`, content());
      renameSync(`${path}.part`, path);
      return [];
    } catch (error) {
      return [`${join(folder, name)} could not be written: ${error instanceof Error ? error.message : String(error)}`];
    }
  });
}
