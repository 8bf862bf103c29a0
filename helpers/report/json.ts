/** The report for programs. */
import type { RunReport } from './model.ts';

/** The content of `conformance.json`. */
export function json(report: RunReport): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}
