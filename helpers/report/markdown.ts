/** The report for a pull request or a job summary. */
import { compareReports } from './compare.ts';
import { formatComparison } from './compare-format.ts';
import { block, cell, code, prose } from './markdown-text.ts';
import type { CheckReport, RunReport } from './model.ts';
import { verdicts } from './model.ts';
import { counted, duration, grouped, nameOf, statusesOf } from './text.ts';

/** Bytes at which whole sections are left out; GitHub takes 65,536 characters of a comment. */
const longest = 60_000;
const longestCurl = 4_000;
/** What is kept free for the sentence that says what was left out. */
const reserve = 400;

/** A part that is shown whole or not at all. */
interface Section {
  readonly name: string;
  readonly content: string;
}

/** The content of `conformance.md`. */
export function markdown(report: RunReport, options: { readonly previous?: RunReport } = {}): string {
  const failures = report.checks.filter(({ verdict }) => verdict === 'fail');
  return bounded([
    { name: 'conclusion', content: head(report) },
    ...report.notices.map(({ severity, text }) => ({
      name: 'notice',
      content: `> **${severity}:** ${prose(text)}\n`,
    })),
    ...failures.map((check, index) => ({
      name: 'failure',
      content: `${index === 0 ? `## ${counted(failures.length, 'failure')}\n\n` : ''}${failure(check)}`,
    })),
    { name: 'drift', content: drift(report) },
    { name: 'comparison', content: comparison(report, options.previous) },
    { name: 'inconclusive checks', content: inconclusive(report) },
    { name: 'waived failures', content: waived(report) },
    { name: 'coverage', content: coverage(report) },
    { name: 'observations', content: observations(report) },
  ]);
}

/** Takes whole sections while they fit, and says which were left out. */
function bounded(sections: readonly Section[]): string {
  let text = '';
  const left: string[] = [];
  for (const { name, content } of sections) {
    if (content === '') continue;
    if (Buffer.byteLength(text) + Buffer.byteLength(content) > longest - reserve) left.push(name);
    else text += `${content}\n`;
  }
  if (left.length === 0) return text;
  const counts = new Map<string, number>();
  for (const name of left) counts.set(name, (counts.get(name) ?? 0) + 1);
  const names = [...counts].map(([name, count]) => (count === 1 ? name : `${count} × ${name}`));
  return `${text}> **Left out for length:** ${names.join(', ')}. The whole is in \`conformance.html\`.\n`;
}

function head({ run, target, summary }: RunReport): string {
  const mark = { 0: '✅', 1: '❌' }[run.exitCode] ?? '⚠️';
  const rows = (['MUST', 'SHOULD'] as const).map(
    (level) => `| ${level} | ${verdicts.map((verdict) => summary[level][verdict]).join(' | ')} |`,
  );
  return [
    `# ${mark} ${prose(run.conclusion)}`,
    '',
    `${code(target.name)} at ${code(target.url)} · ${counted(run.requests, 'request')} in ${duration(run.durationMs)} · gate ${run.gate} · exit code ${run.exitCode} · run ${code(run.id)}`,
    '',
    `| level | ${verdicts.join(' | ')} |`,
    '|---|---:|---:|---:|---:|---:|',
    ...rows,
    '',
    `${counted(summary.MAY.observed, 'open question')} observed.`,
    '',
  ].join('\n');
}

function failure(check: CheckReport): string {
  const last = check.exchanges.at(-1);
  return [
    `### ${check.level} ${code(nameOf(check))}`,
    '',
    `**Requirement:** ${prose(check.text)} (${prose(check.source)})`,
    '',
    `**Found:** ${prose(check.reason)}`,
    '',
    ...(check.expected === undefined ? [] : [`- expected: ${code(check.expected)}`]),
    ...(check.actual === undefined ? [] : [`- actual: ${code(check.actual)}`]),
    `- consequence: ${prose(check.consequence)}`,
    '',
    ...(last === undefined ? [] : [curl(last.curl), '']),
  ].join('\n');
}

/** A line that is cut could not be pasted. */
function curl(line: string): string {
  return line.length > longestCurl
    ? 'The curl line is too long for this page; it is in `conformance.json`.'
    : block(line, 'sh');
}

function inconclusive({ checks }: RunReport): string {
  const undecided = checks.filter(({ verdict }) => verdict === 'inconclusive');
  const reasons = grouped(undecided, ({ reason, followsFrom }) =>
    followsFrom === undefined ? reason : `follows from ${followsFrom.join(', ')}`,
  );
  const lines = [...reasons].map(([reason, concerned]) => {
    const names = concerned.slice(0, 5).map((check) => code(nameOf(check)));
    const more = concerned.length > 5 ? [`${concerned.length - 5} more`] : [];
    return `- **${concerned.length}** ${prose(reason)}: ${[...names, ...more].join(', ')}`;
  });
  return folded(`${counted(undecided.length, 'check')} inconclusive`, lines);
}

function waived({ checks }: RunReport): string {
  const concerned = checks.filter(({ verdict }) => verdict === 'waived');
  return folded(
    `${counted(concerned.length, 'failure')} waived`,
    concerned.map((check) => `- ${code(nameOf(check))}: ${prose(check.reason)}`),
  );
}

function drift(report: RunReport): string {
  if (report.drift.length === 0) return '';
  const rows = report.drift.map(
    ({ requirement, operation, subject, before, now }) =>
      `| ${cell(requirement)} | ${cell(subject === undefined ? operation : `${operation} (${subject})`)} | ${cell(before)} | ${cell(now)} |`,
  );
  const title = `## ${counted(report.drift.length, 'answer')} drifted from the baseline`;
  return [title, '', '| requirement | operation | before | now |', '|---|---|---|---|', ...rows, ''].join('\n');
}

function comparison(report: RunReport, previous: RunReport | undefined): string {
  if (previous === undefined) return '';
  return `## Since the last run\n\n${formatComparison(compareReports(previous, report), 'markdown')}`;
}

function coverage(report: RunReport): string {
  const statuses = statusesOf(report.coverage);
  if (statuses.length === 0) return '';
  const rows = report.coverage.map(({ operation, statuses: counts }) => {
    const cells = statuses.map((status) => (counts[status] === undefined ? ' ' : String(counts[status])));
    return `| ${cell(operation)} | ${cells.join(' | ')} |`;
  });
  return [
    '## Operations and statuses',
    '',
    `| operation | ${statuses.join(' | ')} |`,
    `|---|${'---:|'.repeat(statuses.length)}`,
    ...rows,
    '',
    '0: documented, but never seen in this run.',
    '',
  ].join('\n');
}

function observations(report: RunReport): string {
  const lines = report.observations.map((one) => `- ${code(nameOf(one))}: ${code(one.value)}`);
  return folded(counted(lines.length, 'observation'), lines);
}

function folded(title: string, lines: readonly string[]): string {
  if (lines.length === 0) return '';
  return `<details><summary>${title}</summary>\n\n${lines.join('\n')}\n\n</details>\n`;
}
