/** What a person reads on the terminal when a run is over. */
import { stripVTControlCharacters } from 'node:util';
import type { RunReport } from './model.ts';
import { counted, duration, nameOf, shortened, visible } from './text.ts';

const shownFailures = 10;
const shownReasons = 5;
const shownDrift = 10;
const longestReason = 200;

/** What may differ from one terminal to another. */
export interface SummaryOptions {
  /** Set by `allowsColour`. */
  readonly colour?: boolean;
}

/** A stream of the process, as far as it matters for what is written to it. */
export interface Terminal {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  write(text: string): unknown;
}

/** Whether colours may be used: on a terminal, unless NO_COLOR says otherwise (https://no-color.org). */
export function allowsColour(stream: Pick<Terminal, 'isTTY'>, environment: NodeJS.ProcessEnv = process.env): boolean {
  return stream.isTTY === true && (environment.NO_COLOR ?? '') === '' && environment.TERM !== 'dumb';
}

/** Text of a server in one line, without whatever a terminal would obey. */
function plain(text: string, longest = Number.POSITIVE_INFINITY): string {
  return shortened(visible(stripVTControlCharacters(text)), longest);
}

const colours = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, magenta: 35 } as const;
type Colour = keyof typeof colours;

/** The summary: conclusion, counts, failures, what could not be decided, drift, and where the reports are. */
export function summary(report: RunReport, folder?: string, options: SummaryOptions = {}): string {
  const paint = (colour: Colour, text: string) =>
    options.colour === true ? `\u001b[${colours[colour]}m${text}\u001b[0m` : text;
  const { run } = report;
  const tone: Colour = run.exitCode === 0 ? 'green' : run.exitCode === 1 ? 'red' : 'yellow';
  const mark = run.exitCode === 0 ? '✓' : run.exitCode === 1 ? '✗' : '!';
  const lines = [
    paint('bold', paint(tone, `${mark} ${plain(run.conclusion)}`)),
    '',
    ...counts(report, paint),
    ...failures(report, paint),
    ...inconclusive(report, paint),
    ...drift(report, paint),
    ...report.notices.map(({ severity, text }) => {
      const colour = severity === 'error' ? 'red' : severity === 'warning' ? 'yellow' : 'dim';
      return `  ${paint(colour, `! ${severity}:`)} ${plain(text, longestReason * 2)}`;
    }),
  ];
  if (report.notices.length > 0) lines.push('');
  const cost = `${counted(run.requests, 'request')} in ${duration(run.durationMs)} to ${plain(report.target.url)}`;
  lines.push(paint('dim', folder === undefined ? cost : `${cost}; reports: ${folder}/conformance.html, .json, .md`));
  return `${lines.join('\n')}\n`;
}

type Paint = (colour: Colour, text: string) => string;

function counts(report: RunReport, paint: Paint): string[] {
  const lines = (['MUST', 'SHOULD'] as const).map((level) => {
    const count = report.summary[level];
    const parts = [
      `${count.pass} pass`,
      count.fail === 0 ? '0 fail' : paint('red', `${count.fail} fail`),
      ...(count.inconclusive === 0 ? [] : [paint('yellow', `${count.inconclusive} inconclusive`)]),
      ...(count.waived === 0 ? [] : [paint('magenta', `${count.waived} waived`)]),
      ...(count['not-applicable'] === 0 ? [] : [paint('dim', `${count['not-applicable']} not applicable`)]),
    ];
    return `  ${level.padEnd(7)} ${parts.join(', ')}`;
  });
  return [...lines, `  MAY     ${report.summary.MAY.observed} observed`, ''];
}

function failures(report: RunReport, paint: Paint): string[] {
  const failed = report.checks.filter(({ verdict }) => verdict === 'fail');
  if (failed.length === 0) return [];
  const lines = failed.slice(0, shownFailures).flatMap((check) => {
    const name = `  ${paint('red', '✗')} ${check.level} ${paint('bold', plain(nameOf(check)))}`;
    const reason = check.reason === '' ? check.text : check.reason;
    return [name, `      ${plain(reason, longestReason)} ${paint('dim', `[${plain(check.source)}]`)}`];
  });
  if (failed.length > shownFailures) lines.push(`  … and ${failed.length - shownFailures} more`);
  return [...lines, ''];
}

function inconclusive(report: RunReport, paint: Paint): string[] {
  const reasons = new Map<string, number>();
  for (const check of report.checks) {
    if (check.verdict !== 'inconclusive') continue;
    const reason = check.followsFrom === undefined ? check.reason : followed(check.followsFrom);
    reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  }
  const sorted = [...reasons].sort((left, right) => right[1] - left[1]);
  const lines = sorted
    .slice(0, shownReasons)
    .map(([reason, count]) => `  ${paint('yellow', '?')} ${count} inconclusive: ${plain(reason, longestReason)}`);
  if (sorted.length > shownReasons) lines.push(`  … and ${sorted.length - shownReasons} more reasons`);
  return lines.length === 0 ? [] : [...lines, ''];
}

/** What could not be told apart from failures, in a line: the first of them, and how many more. */
function followed([first = '', ...others]: readonly string[]): string {
  return `cannot be told apart from ${first}${others.length === 0 ? '' : ` and ${others.length} more`}`;
}

function drift(report: RunReport, paint: Paint): string[] {
  const lines = report.drift
    .slice(0, shownDrift)
    .map((one) => `  ${paint('magenta', '~')} ${plain(nameOf(one))}: ${plain(one.before, 80)} → ${plain(one.now, 80)}`);
  if (report.drift.length > shownDrift) lines.push(`  … and ${report.drift.length - shownDrift} more drifted`);
  return lines.length === 0 ? [] : [...lines, ''];
}
