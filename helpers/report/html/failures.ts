/** The failures in full. They stand in the page itself, so that it says the essential without its scripts. */
import type { CheckReport, RunReport } from '../model.ts';
import { counted, nameOf, shortened, sourceLink } from '../text.ts';
import { type Markup, markup } from './markup.ts';
import { pill } from './signs.ts';

/** More would bury what they have in common; all are in the list of checks. */
const shownInFull = 50;
/** A list of contents pays from so many on. */
const indexedFrom = 3;
const longestIndexed = 160;
const longestText = 4_000;
const longestCurl = 40_000;

/** The section of failures. */
export function failures({ checks }: RunReport): Markup {
  const failed = checks.flatMap((check, index) => (check.verdict === 'fail' ? [{ check, index }] : []));
  if (failed.length === 0) {
    return markup`<section aria-labelledby="failures"><h2 id="failures">Failures</h2><p class="none">None: no check found a broken requirement.</p></section>
`;
  }
  const rest = failed.length - shownInFull;
  return markup`<section aria-labelledby="failures"><h2 id="failures">${counted(failed.length, 'failure')}</h2>
${failed.length > indexedFrom ? index(failed) : undefined}
${failed.slice(0, shownInFull).map(({ check, index }) => failure(check, index))}${
  rest > 0 ? markup`<p class="none">… and ${counted(rest, 'more failure')} in the list of checks.</p>` : undefined
}</section>
`;
}

/** All failures in a line each: the ten seconds before the details. */
function index(failed: readonly Failed[]): Markup {
  const items = failed.map(
    ({ check, index: position }, order) =>
      markup`<li>${order < shownInFull ? markup`<a class="code" href="#failure-${position}">${nameOf(check)}</a>` : markup`<span class="code">${nameOf(check)}</span>`} <span class="soft">${shortened(check.reason, longestIndexed)}</span></li>
`,
  );
  return markup`<ol class="index">${items}</ol>`;
}

interface Failed {
  readonly check: CheckReport;
  /** Position among all checks. */
  readonly index: number;
}

function failure(check: CheckReport, index: number): Markup {
  const last = check.exchanges.at(-1);
  const { reason, expected, actual, consequence, followsFrom, retries } = check;
  return markup`<article class="failure" aria-labelledby="failure-${index}">
<p class="kind">${pill('fail')} <span class="level">${check.level}</span> <span class="operation">${check.operation}</span></p>
<h3 id="failure-${index}"><span class="sr">${nameOf(check)}: </span>${check.text}</h3>
<p class="id" aria-hidden="true">${check.requirement}${check.subject === undefined ? '' : ` · ${check.subject}`}</p>
<dl class="short"><div><dt>Found</dt><dd>${shortened(reason, longestText)}</dd></div></dl>
${
  expected === undefined && actual === undefined
    ? undefined
    : markup`<div class="pair">${side('Expected', expected)}${side('Actual', actual)}</div>`
}
<dl class="short"><div><dt>Consequence</dt><dd>${consequence}</dd></div>
<div><dt>Source</dt><dd>${source(check.source)}</dd></div>
${followsFrom === undefined ? undefined : markup`<div><dt>Follows from</dt><dd>${followsFrom.join(', ')}</dd></div>`}
${retries === undefined ? undefined : markup`<div><dt>Begun anew</dt><dd>${counted(retries, 'time')} after a lost connection</dd></div>`}</dl>
${last === undefined || last.curl.length > longestCurl ? undefined : curl(last.curl)}
${
  check.exchanges.length === 0
    ? undefined
    : markup`<details class="exchanges" data-exchanges="${index}"><summary>${counted(check.exchanges.length, 'exchange')}</summary><p class="without-script">Shown by the page's script; they are in conformance.json and exchanges.har as well.</p></details>`
}
</article>
`;
}

function side(title: string, text: string | undefined): Markup {
  return markup`<div class="${title.toLowerCase()}"><h4>${title}</h4><pre>${shortened(text ?? 'not recorded', longestText)}</pre></div>`;
}

function curl(line: string): Markup {
  return markup`<div class="curl"><pre aria-label="curl line" tabindex="0">${line}</pre><button type="button" class="copy">Copy<span class="sr"> curl line</span></button></div>`;
}

/** The source as a link, where its address is known. */
function source(name: string): Markup {
  const link = sourceLink(name);
  return link === undefined ? markup`${name}` : markup`<a href="${link}" rel="noreferrer">${name}</a>`;
}
