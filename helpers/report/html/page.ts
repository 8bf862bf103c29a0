/** The page for people: one self-contained file without any request, every text of a server shown as text. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { RunReport } from '../model.ts';
import { grouped, type ShownVerdict, shownVerdict, shownVerdicts } from '../text.ts';
import { shownCheck, shownExchanges } from './data.ts';
import { failures } from './failures.ts';
import { embedded, Markup, markup } from './markup.ts';
import { matrix } from './matrix.ts';
import { banner, counts, facts, notices } from './overview.ts';
import { signs } from './signs.ts';
import { comparison, coverage, drift, observations } from './tables.ts';

const asset = (name: string) => readFileSync(new URL(`./${name}`, import.meta.url), 'utf8');
const sheets = ['base', 'overview', 'failures', 'tables', 'checks', 'media'];
const style = sheets.map((name) => asset(`${name}.css`)).join('\n');
const scripts = ['base.js', 'details.js', 'list.js'].map(asset);

const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** Nothing but the page's own style and scripts, and no HTML from a text, even by a mistake of those scripts. */
const policy = [
  "default-src 'none'",
  `style-src ${hash(style)}`,
  `script-src ${scripts.map(hash).join(' ')}`,
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

/** The content of `conformance.html`. */
export function html(report: RunReport, options: { readonly previous?: RunReport } = {}): string {
  const parts = {
    failures: failures(report),
    notices: notices(report),
    drift: drift(report),
    comparison: comparison(report, options.previous),
    matrix: matrix(report),
    checks: checkList(report),
    observations: observations(report),
    coverage: coverage(report),
    run: facts(report),
  };
  const observed = new Map(report.observations.map((one) => [`${one.requirement} ${one.operation}`, one.value]));
  const shown = report.checks.map((check) =>
    shownCheck(check, observed.get(`${check.requirement} ${check.operation}`)),
  );
  const page = markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${new Markup(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${title(report)}</title>
<style>${new Markup(style)}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the report</a>
${banner(report)}${navigation(parts)}
<main id="main">
${counts(report)}${Object.values(parts)}</main>
<footer><p>${report.suite.name} ${report.suite.version} · run ${report.run.id} · every exchange: exchanges.har · for programs: conformance.json</p></footer>
${embedded('checks-data', shown)}${embedded('exchanges-data', shownExchanges(report.checks))}${scripts.map((script) => new Markup(`<script>${script}</script>\n`))}</body>
</html>
`;
  return page.content;
}

function title({ run, target }: RunReport): string {
  const sign = run.exitCode === 0 ? '✓' : run.exitCode === 1 ? '✗' : '?';
  return `${sign} ${target.name}: ${run.conclusion}`;
}

const names: Readonly<Record<string, string>> = {
  failures: 'Failures',
  notices: 'Notices',
  drift: 'Drift',
  comparison: 'Since last run',
  matrix: 'Matrix',
  checks: 'All checks',
  observations: 'Observations',
  coverage: 'Coverage',
  run: 'Run',
};

function navigation(parts: Readonly<Record<string, Markup | undefined>>): Markup {
  const links = Object.entries(parts).flatMap(([id, part]) =>
    part === undefined ? [] : [markup`<li><a href="#${id}">${names[id]}</a></li>`],
  );
  return markup`<nav aria-label="Sections"><ul>${links}</ul></nav>`;
}

/** The list of all checks: its form stands here, its rows are made by the script. */
function checkList({ checks }: RunReport): Markup {
  const found = grouped(checks, shownVerdict);
  const boxes = (name: string, values: readonly (readonly [string, string | Markup])[]) =>
    values.map(
      ([value, label]) =>
        markup`<label class="box"><input type="checkbox" name="${name}" value="${value}"> <span class="chip">${label}</span></label>`,
    );
  const verdict = (one: ShownVerdict) =>
    markup`<span aria-hidden="true">${signs[one].sign}</span> ${one} <small>${found.get(one)?.length ?? 0}</small>`;
  const verdictBoxes = shownVerdicts.filter((one) => found.has(one)).map((one) => [one, verdict(one)] as const);
  const levelBoxes = (['MUST', 'SHOULD', 'MAY'] as const).map((level) => [level, level] as const);
  return markup`<section aria-labelledby="checks"><h2 id="checks" tabindex="-1">All checks</h2>
<noscript><p class="none">The list of all ${checks.length} checks needs the page's script; conformance.json has it as well.</p></noscript>
<form class="filters needs-script" id="filters" role="search" aria-label="Filter checks">
<div class="row"><label class="search">Search <input type="search" name="text" placeholder="requirement, reason, subject …" autocomplete="off" spellcheck="false"></label>
<label>Family <select name="family"><option value="">all</option></select></label>
<label>Operation <select name="operation"><option value="">all</option></select></label>
<label>Group by <select name="group"><option value="operation">operation</option><option value="family">family</option><option value="verdict">verdict</option></select></label></div>
<div class="row"><fieldset><legend>Verdict</legend>${boxes('verdict', verdictBoxes)}</fieldset><fieldset><legend>Level</legend>${boxes('level', levelBoxes)}</fieldset></div>
<p class="row result"><output id="shown" aria-live="polite"></output><button type="reset">Clear filters</button></p>
</form>
<div id="list"></div></section>
`;
}
