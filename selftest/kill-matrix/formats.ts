/** The kill matrix as text, Markdown, JSON and HTML. */
import { markup } from '../../helpers/report/html/markup.ts';
import { cell } from '../../helpers/report/markdown-text.ts';
import { type Matrix, mostFailures, shareNamedRightly } from './matrix.ts';
import type { CaseResult } from './run-case.ts';

const failedOf = ({ failed }: CaseResult) => failed.map(({ requirement }) => requirement);

/** The lists that have to be empty, with the name of each and what stands in it. */
function problemLists(matrix: Matrix): readonly (readonly [string, readonly string[]])[] {
  const accused = matrix.accused.map((one) => {
    const reasons = [...one.failed.map(({ requirement, reason }) => `${requirement} (${reason})`), ...one.suiteDefects];
    return `${one.id}: ${reasons.join('; ') || `exit code ${one.exitCode}`}`;
  });
  return [
    [
      'Faults that nothing catches as meant',
      matrix.uncaught.map((one) => `${one.id}: meant for ${one.breaks}, failed: ${failedOf(one).join(', ') || 'none'}`),
    ],
    ['Requirements that no fault makes fail', matrix.unfailable],
    ['Freedoms that are accused', accused],
  ];
}

/** Whether every list that has to be empty is. */
export function isSound(matrix: Matrix): boolean {
  return problemLists(matrix).every(([, entries]) => entries.length === 0);
}

function counts({ cases }: Matrix): string {
  const number = (kind: CaseResult['kind']) => cases.filter((one) => one.kind === kind).length;
  return `${number('fault')} faults and ${number('freedom')} freedoms`;
}

function naming(matrix: Matrix): string {
  const share = (100 * shareNamedRightly(matrix)).toFixed(1);
  return `${share} % of the caught faults are named rightly (the meant requirement is listed first, at most ${mostFailures} fail)`;
}

/** For the terminal. */
export function text(matrix: Matrix): string {
  const lines = [counts(matrix), naming(matrix)];
  for (const [title, entries] of problemLists(matrix)) {
    lines.push(`${title}: ${entries.length === 0 ? 'none' : entries.length}`, ...entries.map((entry) => `  ${entry}`));
  }
  for (const one of matrix.misnamed) {
    lines.push(`  named otherwise: ${one.id}: meant for ${one.breaks}, failed: ${failedOf(one).join(', ')}`);
  }
  return `${lines.join('\n')}\n`;
}

/** The counts and the lists that have to be empty, in lines of Markdown. */
export function summary(matrix: Matrix): readonly string[] {
  const lines = [`${counts(matrix)}. ${naming(matrix)}.`, ''];
  for (const [title, entries] of problemLists(matrix)) {
    lines.push(`- ${title}: ${entries.length === 0 ? 'none' : ''}`, ...entries.map((entry) => `  - ${cell(entry)}`));
  }
  return lines;
}

/** For a pull request. */
export function markdown(matrix: Matrix): string {
  const lines = ['# Kill matrix', '', ...summary(matrix)];
  lines.push('', '| fault | breaks | failed | inconclusive |', '| --- | --- | --- | ---: |');
  for (const one of matrix.cases.filter(({ kind }) => kind === 'fault')) {
    const failed = failedOf(one).map(cell).join(', ');
    lines.push(`| ${cell(one.id)} | ${cell(one.breaks ?? '')} | ${failed} | ${one.inconclusive.length} |`);
  }
  lines.push('', '| freedom | failed | inconclusive |', '| --- | --- | --- |');
  for (const one of matrix.cases.filter(({ kind }) => kind === 'freedom')) {
    const inconclusive = one.inconclusive.map(({ requirement }) => cell(requirement)).join(', ');
    lines.push(`| ${cell(one.id)} | ${failedOf(one).map(cell).join(', ') || 'none'} | ${inconclusive || 'none'} |`);
  }
  return `${lines.join('\n')}\n`;
}

/** For programs. */
export function json(matrix: Matrix): string {
  const ids = (cases: readonly CaseResult[]) => cases.map(({ id }) => id);
  const { cases, uncaught, misnamed, accused, unfailable } = matrix;
  const content = {
    schemaVersion: 1,
    namedRightly: shareNamedRightly(matrix),
    uncaught: ids(uncaught),
    misnamed: ids(misnamed),
    accused: ids(accused),
    unfailable,
    cases,
  };
  return `${JSON.stringify(content, null, 2)}\n`;
}

const style = `
:root { color-scheme: light dark; font: 15px/1.45 system-ui, sans-serif; --line: #8884; --bad: #c62828; --good: #2e7d32; }
@media (prefers-color-scheme: dark) { :root { --bad: #ff8a80; --good: #81c784; } }
body { margin: 2rem auto; max-width: 78rem; padding: 0 1rem; }
h1 { margin-bottom: .2rem; } .good { color: var(--good); } .bad { color: var(--bad); }
.wide { overflow-x: auto; } table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .35rem .7rem; border-bottom: 1px solid var(--line); }
th { position: sticky; top: 0; background: Canvas; } code { font-size: .87em; overflow-wrap: anywhere; }
.meant { font-weight: 600; } td p { margin: .1rem 0 0; opacity: .75; font-size: .9em; }`;

/** For people: one page without any request. */
export function html(matrix: Matrix): string {
  const lists = problemLists(matrix).map(([title, entries]) =>
    entries.length === 0
      ? markup`<p class="good">✓ ${title}: none</p>`
      : markup`<h2 class="bad">✗ ${title}: ${entries.length}</h2><ul>${entries.map((entry) => markup`<li>${entry}</li>`)}</ul>`,
  );
  const failed = (one: CaseResult) =>
    one.failed.map(
      ({ requirement, reason }) =>
        markup`<div title="${reason}"${requirement === one.breaks ? markup` class="meant"` : undefined}><code>${requirement}</code></div>`,
    );
  const rows = (kind: CaseResult['kind']) =>
    matrix.cases
      .filter((one) => one.kind === kind)
      .map(
        (one) =>
          markup`<tr><td><code>${one.id}</code><p>${one.sentence}</p></td><td><code>${one.breaks ?? ''}</code></td><td>${failed(one)}</td><td>${one.inconclusive.length}</td></tr>\n`,
      );
  const table = (title: string, kind: CaseResult['kind']) =>
    markup`<h2>${title}</h2><div class="wide"><table><thead><tr><th>${kind}</th><th>breaks</th><th>failed</th><th>inconclusive</th></tr></thead><tbody>${rows(kind)}</tbody></table></div>`;
  const page = markup`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Kill matrix</title><style>${style}</style></head><body>
<h1>Kill matrix</h1><p>${counts(matrix)}. ${naming(matrix)}.</p>
${lists}
${table('Faults', 'fault')}
${table('Freedoms', 'freedom')}
</body></html>
`;
  return page.content;
}
