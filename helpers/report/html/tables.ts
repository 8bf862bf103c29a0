/** The tables of the page: observations, drift, coverage, and what changed since the last run. */
import { type Change, compareReports, isUnchanged } from '../compare.ts';
import type { RunReport } from '../model.ts';
import { counted, duration, nameOf, shortened, statusesOf } from '../text.ts';
import { Markup, markup } from './markup.ts';

const longestText = 2_000;

interface Table {
  readonly id: string;
  readonly title: string;
  readonly heads: readonly string[];
  readonly rows: readonly Markup[];
  /** Said before the table. */
  readonly hint?: string;
  /** On a narrow screen each row becomes lines, the last cells of it one line. */
  readonly stacked?: true;
}

function table({ id, title, heads, rows, hint, stacked }: Table): Markup {
  return markup`<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2>${hint === undefined ? undefined : markup`<p class="soft note">${hint}</p>`}<div class="scroll" role="group" aria-labelledby="${id}" tabindex="0"><table${stacked ? new Markup(' class="stacked"') : undefined}><thead><tr>${heads.map((name) => markup`<th scope="col">${name}</th>`)}</tr></thead><tbody>
${rows}</tbody></table></div></section>
`;
}

/** The answers to the open questions. */
export function observations(report: RunReport): Markup | undefined {
  if (report.observations.length === 0) return undefined;
  const rows = report.observations.map(
    ({ requirement, operation, value }) =>
      markup`<tr><th scope="row" class="code">${requirement}</th><td>${operation}</td><td><b>${shortened(value, longestText)}</b></td></tr>
`,
  );
  const heads = ['open question', 'operation', 'answer'];
  return table({ id: 'observations', title: counted(rows.length, 'observation'), heads, rows, stacked: true });
}

/** What differs from the baseline of the target. */
export function drift(report: RunReport): Markup | undefined {
  if (report.drift.length === 0) return undefined;
  const rows = report.drift.map(
    ({ requirement, operation, subject, before, now }) =>
      markup`<tr><th scope="row" class="code">${requirement}</th><td>${subject === undefined ? operation : `${operation} (${subject})`}</td><td class="before">${shortened(before, longestText)}</td><td><b>${shortened(now, longestText)}</b></td></tr>
`,
  );
  const title = `${counted(rows.length, 'answer')} drifted from the baseline`;
  return table({ id: 'drift', title, heads: ['requirement', 'operation', 'before', 'now'], rows, stacked: true });
}

/** Which documented status was seen how often, for each operation. */
export function coverage(report: RunReport): Markup | undefined {
  if (report.coverage.length === 0) return undefined;
  const statuses = statusesOf(report.coverage);
  const rows = report.coverage.map(({ operation, method, path, requests, statuses: counts }) => {
    const cells = statuses.map((status) => {
      const count = counts[status];
      if (count === undefined) return markup`<td class="number"></td>`;
      return count === 0 ? markup`<td class="number never">0</td>` : markup`<td class="number">${count}</td>`;
    });
    return markup`<tr><th scope="row">${operation}<br><small class="code">${method} ${pathInParts(path)}</small></th><td class="number">${requests}</td>${cells}</tr>
`;
  });
  const hint = 'How often each status came; 0 where the documents name one that never did.';
  const heads = ['operation', 'requests', ...statuses];
  return table({ id: 'coverage', title: 'Operations and statuses', hint, heads, rows });
}

/** A path that breaks between its parts alone. */
function pathInParts(path: string): readonly Markup[] {
  return path.split(/(?=\/)/).map((part) => markup`<wbr>${part}`);
}

/** What changed since the last run. */
export function comparison(report: RunReport, previous: RunReport | undefined): Markup | undefined {
  if (previous === undefined) return undefined;
  const changes = compareReports(previous, report);
  const groups: readonly (readonly [string, readonly Change[]])[] = [
    ['New failures', changes.newFailures],
    ['Fixed', changes.fixed],
    ['Still failing', changes.stillFailing],
    ['Other changes of verdict', changes.otherChanges],
    ['New checks', changes.added],
    ['No longer checked', changes.gone],
  ];
  const { before, now } = changes;
  return markup`<section aria-labelledby="comparison"><h2 id="comparison">Since the last run</h2>
<p>Compared with run <span class="code">${before.id}</span> of ${before.startedAt.replace('T', ' ').slice(0, 16)} UTC against ${before.target}: ${duration(before.durationMs)} → ${duration(now.durationMs)}, ${before.requests} → ${now.requests} requests.</p>
${isUnchanged(changes) ? markup`<p class="none">No verdict and no observation changed.</p>` : undefined}
${groups.map(([title, group]) => changeList(title, group))}
${changeList(
  'Observations that changed',
  changes.drift.map((one) => ({ name: nameOf(one), level: 'MAY', reason: `${one.before} → ${one.now}` })),
)}
${changeList(
  'Speed of requests',
  changes.pace.map(({ operation, before: was, now: is }) => ({
    name: operation,
    reason: `${was} → ${is} ms, ${is > was ? 'slower' : 'faster'}`,
  })),
)}</section>
`;
}

interface Line {
  readonly name: string;
  readonly level?: string;
  readonly reason: string;
  readonly before?: string;
  readonly now?: string;
}

function changeList(title: string, lines: readonly Line[]): Markup | undefined {
  if (lines.length === 0) return undefined;
  const items = lines.map(({ name, level, reason, before, now }) => {
    const verdicts = before === now ? '' : `${before ?? 'not there'} → ${now ?? 'not there'}`;
    return markup`<li>${level === undefined ? undefined : markup`<span class="level">${level}</span> `}<span class="code">${name}</span> <b>${verdicts}</b> <span class="soft">${shortened(reason, longestText)}</span></li>
`;
  });
  const isOpen = /^(New failures|Fixed|Observations)/.test(title);
  return markup`<details class="changes"${isOpen ? ' open' : ''}><summary>${title} (${lines.length})</summary><ul>${items}</ul></details>
`;
}
