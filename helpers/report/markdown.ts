/** The report for a pull request or a job summary. */
import type { CheckReport, RunReport } from './model.ts';
import { verdicts } from './model.ts';
import { nameOf, visible } from './text.ts';

/** Length at which whole sections are left out, in characters; GitHub takes 65,536. */
const longest = 60_000;
const shownFailures = 25;

/** The content of `conformance.md`. */
export function markdown(report: RunReport): string {
  const failures = report.checks.filter(({ verdict }) => verdict === 'fail');
  const inconclusive = report.checks.filter(({ verdict }) => verdict === 'inconclusive');
  const sections = [
    head(report),
    ...report.notices.map(({ severity, text }) => `> **${severity}**: ${inline(text)}\n`),
    failures.length === 0 ? '' : `## Failures\n\n${failures.slice(0, shownFailures).map(failure).join('\n')}`,
    failures.length > shownFailures ? `… and ${failures.length - shownFailures} more in conformance.html.\n` : '',
    folded(
      `Inconclusive (${inconclusive.length})`,
      inconclusive.map((check) => `- ${inline(nameOf(check))}: ${inline(check.reason)}`),
    ),
    drift(report),
    coverage(report),
    folded(
      `Observations (${report.observations.length})`,
      report.observations.map(
        ({ requirement, operation, value }) => `- ${inline(requirement)} @ ${operation}: **${inline(value)}**`,
      ),
    ),
  ];
  let text = '';
  for (const section of sections) {
    if (section === '') continue;
    if (text.length + section.length > longest) return `${text}\nThe rest is in conformance.html.\n`;
    text += `${section}\n`;
  }
  return text;
}

function head(report: RunReport): string {
  const mark = { 0: '✅', 1: '❌' }[report.run.exitCode] ?? '⚠️';
  const rows = (['MUST', 'SHOULD'] as const).map(
    (level) => `| ${level} | ${verdicts.map((verdict) => report.summary[level][verdict]).join(' | ')} |`,
  );
  return [
    `# ${mark} ${report.run.conclusion}`,
    '',
    `Target ${inline(report.target.name)} (${inline(report.target.url)}), run ${report.run.id}, ${report.run.requests} requests in ${(report.run.durationMs / 1000).toFixed(1)} s, gate ${report.run.gate}, exit code ${report.run.exitCode}.`,
    '',
    `| level | ${verdicts.join(' | ')} |`,
    '|---|---:|---:|---:|---:|---:|',
    ...rows,
    '',
    `${report.summary.MAY.observed} open questions observed.`,
    '',
  ].join('\n');
}

function failure(check: CheckReport): string {
  const last = check.exchanges.at(-1);
  return [
    `### ${inline(nameOf(check))}`,
    '',
    `**${check.level}** (${inline(check.source)}): ${inline(check.text)}`,
    '',
    inline(check.reason),
    '',
    `- expected: ${inline(check.expected ?? '')}`,
    `- actual: ${inline(check.actual ?? '')}`,
    `- consequence: ${inline(check.consequence)}`,
    '',
    ...(last === undefined ? [] : [fenced(last.curl), '']),
  ].join('\n');
}

function drift(report: RunReport): string {
  if (report.drift.length === 0) return '';
  const rows = report.drift.map(
    ({ requirement, operation, before, now }) =>
      `| ${inline(requirement)} | ${operation} | ${inline(before)} | ${inline(now)} |`,
  );
  return ['## Drift', '', '| requirement | operation | before | now |', '|---|---|---|---|', ...rows, ''].join('\n');
}

function coverage(report: RunReport): string {
  const statuses = [...new Set(report.coverage.flatMap(({ statuses }) => Object.keys(statuses)))].sort();
  const rows = report.coverage.map(
    ({ operation, statuses: counts }) =>
      `| ${operation} | ${statuses.map((status) => counts[status] ?? 0).join(' | ')} |`,
  );
  return [
    '## Operations and statuses',
    '',
    `| operation | ${statuses.join(' | ')} |`,
    `|---|${'---:|'.repeat(statuses.length)}`,
    ...rows,
    '',
  ].join('\n');
}

function folded(title: string, lines: readonly string[]): string {
  if (lines.length === 0) return '';
  return `<details><summary>${title}</summary>\n\n${lines.join('\n')}\n\n</details>\n`;
}

/** Text that no Markdown or HTML can break out of. */
function inline(text: string): string {
  const short = text.length > 600 ? `${text.slice(0, 600)}…` : text;
  return visible(short)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll(/[\\`*_{}[\]()#+!|~@]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

function fenced(text: string): string {
  const short = visible(text.length > 3000 ? `${text.slice(0, 3000)} … (cut)` : text);
  const longestRun = Math.max(2, ...[...short.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longestRun + 1);
  return `${fence}sh\n${short}\n${fence}`;
}
