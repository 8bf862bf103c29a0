/** What a person reads on the terminal when a run is over. */
import type { RunReport } from './model.ts';
import { nameOf, visible } from './text.ts';

const shownFailures = 10;
const shownReasons = 5;

/** The summary: conclusion, counts, the failures, and where the reports are. */
export function summary(report: RunReport, folder: string): string {
  const lines = [`${visible(report.run.conclusion)}`, ''];
  for (const level of ['MUST', 'SHOULD'] as const) {
    const counts = report.summary[level];
    const others = (['inconclusive', 'waived', 'not-applicable'] as const)
      .filter((verdict) => counts[verdict] > 0)
      .map((verdict) => `, ${counts[verdict]} ${verdict}`);
    lines.push(`  ${level.padEnd(6)} ${counts.pass} pass, ${counts.fail} fail${others.join('')}`);
  }
  lines.push(`  MAY    ${report.summary.MAY.observed} observed`, '');
  const failures = report.checks.filter(({ verdict }) => verdict === 'fail');
  for (const check of failures.slice(0, shownFailures)) {
    lines.push(`  ✗ ${check.level} ${visible(nameOf(check))}`, `      ${visible(check.reason)} [${check.source}]`);
  }
  if (failures.length > shownFailures) lines.push(`  … and ${failures.length - shownFailures} more`);
  const reasons = new Map<string, number>();
  for (const check of report.checks) {
    if (check.verdict === 'inconclusive') reasons.set(check.reason, (reasons.get(check.reason) ?? 0) + 1);
  }
  for (const [reason, count] of [...reasons].sort((left, right) => right[1] - left[1]).slice(0, shownReasons)) {
    lines.push(`  ? ${count} inconclusive: ${visible(reason).slice(0, 200)}`);
  }
  for (const { severity, text } of report.notices) lines.push(`  ! ${severity}: ${visible(text)}`);
  for (const one of report.drift) lines.push(`  ~ ${one.requirement} @ ${one.operation}: ${one.before} → ${one.now}`);
  const seconds = (report.run.durationMs / 1000).toFixed(1);
  lines.push('', `${report.run.requests} requests in ${seconds} s; reports in ${folder} (conformance.html)`);
  return `${lines.join('\n')}\n`;
}
