/** What a chat message or a mail about a run needs, and no more: it leaves the house. */
import { compareReports } from './compare.ts';
import type { RunReport } from './model.ts';
import { counted, duration, nameOf, shortened, visible } from './text.ts';

const namedFailures = 5;
const longestReason = 160;

/** What else is known. */
export interface NotificationOptions {
  readonly previous?: RunReport;
  readonly link?: string;
}

/** The notification: `text` alone is enough for a chat; the other members are for a template. */
export function notificationOf(report: RunReport, { previous, link }: NotificationOptions = {}) {
  const { run, target, checks, drift } = report;
  const failed = checks.filter(({ verdict }) => verdict === 'fail');
  const changes = previous === undefined ? undefined : compareReports(previous, report);
  const failures = failed.slice(0, namedFailures).map((check) => ({
    check: visible(nameOf(check)),
    level: check.level,
    reason: visible(shortened(check.reason, longestReason)),
  }));
  const since =
    changes === undefined
      ? []
      : [`Since the run before: ${counted(changes.newFailures.length, 'new failure')}, ${changes.fixed.length} fixed.`];
  const more = failed.length > failures.length ? [`… and ${failed.length - failures.length} more`] : [];
  const text = [
    `${signOf(run.exitCode)} ${visible(target.name)}: ${visible(run.conclusion)}`,
    ...failures.map(({ check, level }) => `• ${level} ${check}`),
    ...more,
    ...since,
    ...(drift.length === 0 ? [] : [`${counted(drift.length, 'answer')} drifted from the baseline.`]),
    `${counted(run.requests, 'request')} in ${duration(run.durationMs)}${link === undefined ? '' : ` · ${link}`}`,
  ].join('\n');
  return {
    text,
    status: { 0: 'green', 1: 'red' }[run.exitCode] ?? 'no verdict',
    exitCode: run.exitCode,
    target: visible(target.name),
    run: run.id,
    startedAt: run.startedAt,
    failed: failed.length,
    drifted: drift.length,
    ...(changes === undefined ? {} : { newFailures: changes.newFailures.length, fixed: changes.fixed.length }),
    failures,
    ...(link === undefined ? {} : { link }),
  };
}

function signOf(exitCode: number): string {
  return { 0: '✅', 1: '❌' }[exitCode] ?? '⚠️';
}
