/** What the page's scripts show on demand: every check, and the exchanges of each. All of it is text made safe to show. */
import type { CheckReport, HeaderField, RecordedExchange } from '../model.ts';
import { duration, familyOf, nameOf, shortened, shownVerdict, sourceLink, visible } from '../text.ts';
import { readable } from './readable.ts';

/** Longest content of an answer that the page shows; the whole is in the HAR file. */
const longestContent = 16_000;
/** Longest curl line that the page holds: a body that is large on purpose makes it long. */
const longestCurl = 40_000;
/** Characters of exchanges that one page takes; a browser opens this at once. */
const mostExchanges = 12_000_000;

/** One check as the list shows it. */
export function shownCheck(check: CheckReport, observed: string | undefined) {
  const link = sourceLink(check.source);
  const reason = check.reason === '' && observed !== undefined ? `observed: ${observed}` : check.reason;
  return {
    name: visible(nameOf(check)),
    requirement: visible(check.requirement),
    family: visible(familyOf(check.requirement)),
    operation: visible(check.operation),
    ...(check.subject === undefined ? {} : { subject: visible(check.subject) }),
    level: check.level,
    verdict: shownVerdict(check),
    reason: visible(shortened(reason, longestContent)),
    ...(check.expected === undefined ? {} : { expected: visible(shortened(check.expected, longestContent), true) }),
    ...(check.actual === undefined ? {} : { actual: visible(shortened(check.actual, longestContent), true) }),
    text: visible(check.text),
    consequence: visible(check.consequence),
    source: visible(check.source),
    ...(link === undefined ? {} : { link }),
    cost: `${duration(check.durationMs)}, ${check.requests} request${check.requests === 1 ? '' : 's'}`,
    ...(check.retries === undefined ? {} : { retries: check.retries }),
    ...(check.followsFrom === undefined ? {} : { followsFrom: check.followsFrom.map((name) => visible(name)) }),
    exchanges: check.exchanges.length,
  };
}

/** The exchanges of every check, in the order of the checks, as far as one page takes them: failures come first. */
export function shownExchanges(checks: readonly CheckReport[]) {
  let size = 0;
  return checks.map((check) => {
    const shown = size > mostExchanges ? [] : check.exchanges.map(shownExchange);
    size += JSON.stringify(shown).length;
    return shown;
  });
}

function shownExchange({ note, startedAt, durationMs, request, response, problem, curl }: RecordedExchange) {
  const outcome = response === undefined ? 'no answer' : String(response.status);
  const type = (headers: readonly HeaderField[]) =>
    headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1];
  return {
    title: visible(note ?? `${request.method} ${pathOf(request.url)}`),
    outcome,
    about: `${visible(request.method)} · ${duration(durationMs)} · ${startedAt.slice(11, 23)}`,
    sent: head(`${request.method} ${request.url}`, request.headers),
    ...(request.body === undefined ? {} : { sentBody: body(request.body, type(request.headers)) }),
    ...(response === undefined
      ? {}
      : {
          came: head(`HTTP ${response.status}`, response.headers),
          cameBody: body(response.body, type(response.headers)),
          ...(response.truncated === true ? { cut: true } : {}),
        }),
    ...(problem === undefined ? {} : { problem: visible(problem) }),
    ...(curl.length > longestCurl ? {} : { curl: visible(curl) }),
  };
}

function head(first: string, headers: readonly HeaderField[]): string {
  return [first, ...headers.map(([name, value]) => `${name}: ${value}`)].map((line) => visible(line)).join('\n');
}

function body(text: string, type: string | undefined): string {
  return shortened(visible(readable(text, type), true), longestContent);
}

function pathOf(url: string): string {
  return url.replace(/^[a-z]+:\/\/[^/]*/i, '');
}
