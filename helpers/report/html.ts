/** The page for people: one self-contained file without any request, every text of a server shown as text. */
import { createHash } from 'node:crypto';
import { everyOperation } from '../../contracts/operations.ts';
import { script, style } from './html-assets.ts';
import type { CheckReport, RecordedExchange, RunReport, Verdict } from './model.ts';
import { verdicts } from './model.ts';
import { escapeMarkup, nameOf } from './text.ts';

const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** The content of `conformance.html`. */
export function html(report: RunReport): string {
  const policy = `default-src 'none'; style-src ${hash(style)}; script-src ${hash(script)}; base-uri 'none'; form-action 'none'`;
  const tone = report.run.exitCode === 0 ? 'good' : report.run.exitCode === 1 ? 'bad' : 'unsure';
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeMarkup(report.run.conclusion)}</title>
<style>${style}</style>
</head>
<body>
<header class="${tone}"><h1>${escapeMarkup(report.run.conclusion)}</h1>
<p>${escapeMarkup(report.target.name)} · ${escapeMarkup(report.target.url)} · run ${escapeMarkup(report.run.id)} · ${escapeMarkup(report.run.startedAt)} · ${report.run.requests} requests in ${(report.run.durationMs / 1000).toFixed(1)} s · gate ${report.run.gate} · exit code ${report.run.exitCode}</p></header>
<main>
${report.notices.map(({ severity, text }) => `<p class="notice ${severity}">${escapeMarkup(text)}</p>`).join('')}
${counts(report)}
<section aria-labelledby="matrix"><h2 id="matrix">Families and operations</h2>${matrix(report)}</section>
<section aria-labelledby="checks"><h2 id="checks">Checks</h2>
<form role="search" class="filters"><label>Search <input type="search" id="text"></label>
<label>Level <select id="level"><option value="">all</option><option>MUST</option><option>SHOULD</option><option>MAY</option></select></label>
<label>Verdict <select id="verdict"><option value="">all</option>${verdicts.map((verdict) => `<option>${verdict}</option>`).join('')}</select></label>
<output id="shown" aria-live="polite"></output></form>
<div id="list">${report.checks.map(check).join('')}</div></section>
${observations(report)}
${drift(report)}
${coverage(report)}
<section aria-labelledby="facts"><h2 id="facts">Run and environment</h2><dl>${Object.entries({
    suite: `${report.suite.name} ${report.suite.version} ${report.suite.commit}`,
    seed: String(report.run.seed),
    ...report.run.environment,
  })
    .map(([name, value]) => `<dt>${escapeMarkup(name)}</dt><dd>${escapeMarkup(value)}</dd>`)
    .join('')}</dl></section>
</main>
<script>${script}</script>
</body>
</html>
`;
}

function counts(report: RunReport): string {
  const rows = (['MUST', 'SHOULD'] as const).map(
    (level) =>
      `<tr><th scope="row">${level}</th>${verdicts.map((verdict) => `<td class="${verdict}">${report.summary[level][verdict]}</td>`).join('')}</tr>`,
  );
  return `<table class="counts"><caption>Verdicts by level; ${report.summary.MAY.observed} open questions observed</caption><thead><tr><th scope="col">level</th>${verdicts.map((verdict) => `<th scope="col">${verdict}</th>`).join('')}</tr></thead><tbody>${rows.join('')}</tbody></table>`;
}

function matrix(report: RunReport): string {
  const operations = [...everyOperation, 'unknownRoute'];
  const families = [
    ...new Set(report.checks.map(({ requirement }) => requirement.slice(0, requirement.indexOf('.')))),
  ].sort();
  const rows = families.map((family) => {
    const cells = operations.map((operation) => {
      const checks = report.checks.filter(
        (one) => one.operation === operation && one.requirement.startsWith(`${family}.`),
      );
      if (checks.length === 0) return '<td></td>';
      const worst = (['fail', 'inconclusive', 'waived', 'pass', 'not-applicable'] as const).find((verdict) =>
        checks.some((one) => one.verdict === verdict),
      ) as Verdict;
      const number = checks.filter(({ verdict }) => verdict === worst).length;
      const label = `${number} of ${checks.length} ${worst}`;
      return `<td class="${worst}"><button type="button" data-family="${family}" data-operation="${operation}" title="${label}" aria-label="${family}, ${operation}: ${label}">${worst === 'pass' ? '✓' : worst === 'fail' ? '✗' : worst === 'not-applicable' ? '–' : '?'} ${number}</button></td>`;
    });
    return `<tr><th scope="row">${family}</th>${cells.join('')}</tr>`;
  });
  return `<div class="wide"><table class="matrix"><thead><tr><th scope="col">family</th>${operations.map((operation) => `<th scope="col"><span>${operation}</span></th>`).join('')}</tr></thead><tbody>${rows.join('')}</tbody></table></div>`;
}

function check(report: CheckReport): string {
  const name = escapeMarkup(nameOf(report));
  const facts: [string, string | undefined][] = [
    ['requirement', report.text],
    ['why', report.reason],
    ['expected', report.expected],
    ['actual', report.actual],
    ['consequence', report.consequence],
    ['source', report.source],
    ['follows from', report.followsFrom?.join(', ')],
    ['begun anew', report.retries === undefined ? undefined : `${report.retries} times after a lost connection`],
  ];
  const open = report.verdict === 'fail' ? ' open' : '';
  return `<details class="check" data-verdict="${report.verdict}" data-level="${report.level}" data-operation="${report.operation}" data-family="${report.requirement.slice(0, report.requirement.indexOf('.'))}"${open}><summary><b class="${report.verdict}">${report.verdict}</b> <i>${report.level}</i> <span>${name}</span></summary><dl>${facts
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([term, value]) => `<dt>${term}</dt><dd>${escapeMarkup(value ?? '')}</dd>`)
    .join('')}</dl>${report.exchanges.map(exchange).join('')}</details>`;
}

function exchange({ note, request, response, problem, curl, durationMs }: RecordedExchange): string {
  const lines = (headers: readonly (readonly [string, string])[]) =>
    headers.map(([name, value]) => `${name}: ${value}`);
  const sent = [`${request.method} ${request.url}`, ...lines(request.headers), '', request.body ?? ''].join('\n');
  const came =
    response === undefined
      ? (problem ?? 'no answer')
      : [`${response.status}`, ...lines(response.headers), '', response.body].join('\n');
  const title = `${note ?? request.method} → ${response?.status ?? problem ?? 'no answer'} (${durationMs} ms)`;
  return `<details class="exchange"><summary>${escapeMarkup(title)}</summary><pre>${escapeMarkup(sent.slice(0, 6000))}</pre><pre>${escapeMarkup(came.slice(0, 6000))}</pre><div class="curl"><button type="button" class="copy">copy</button><code>${escapeMarkup(curl.slice(0, 6000))}</code></div></details>`;
}

function observations(report: RunReport): string {
  if (report.observations.length === 0) return '';
  const rows = report.observations.map(
    ({ requirement, operation, value }) =>
      `<tr><td>${escapeMarkup(requirement)}</td><td>${escapeMarkup(operation)}</td><td>${escapeMarkup(value)}</td></tr>`,
  );
  return `<section aria-labelledby="open"><h2 id="open">Observations</h2><div class="wide"><table><thead><tr><th>open question</th><th>operation</th><th>answer</th></tr></thead><tbody>${rows.join('')}</tbody></table></div></section>`;
}

function drift(report: RunReport): string {
  if (report.drift.length === 0) return '';
  const rows = report.drift.map(
    (one) =>
      `<tr><td>${escapeMarkup(one.requirement)}</td><td>${escapeMarkup(one.operation)}</td><td>${escapeMarkup(one.before)}</td><td>${escapeMarkup(one.now)}</td></tr>`,
  );
  return `<section aria-labelledby="drift"><h2 id="drift">Drift</h2><table><thead><tr><th>requirement</th><th>operation</th><th>before</th><th>now</th></tr></thead><tbody>${rows.join('')}</tbody></table></section>`;
}

function coverage(report: RunReport): string {
  const statuses = [...new Set(report.coverage.flatMap((one) => Object.keys(one.statuses)))].sort();
  const rows = report.coverage.map(
    (one) =>
      `<tr><th scope="row">${escapeMarkup(one.operation)}</th><td>${one.method} ${escapeMarkup(one.path)}</td>${statuses.map((status) => `<td>${one.statuses[status] ?? 0}</td>`).join('')}</tr>`,
  );
  return `<section aria-labelledby="coverage"><h2 id="coverage">Operations and statuses</h2><div class="wide"><table><thead><tr><th>operation</th><th>request</th>${statuses.map((status) => `<th>${status}</th>`).join('')}</tr></thead><tbody>${rows.join('')}</tbody></table></div></section>`;
}
