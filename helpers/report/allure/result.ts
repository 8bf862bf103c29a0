/** One check as Allure knows it: verdict, labels, history and evidence. */
import { createHash } from 'node:crypto';
import { type Label, LinkType, Severity, Stage, Status, type TestResult } from 'allure-js-commons';
import { checkKey } from '../../spec.ts';
import { block, prose } from '../markdown-text.ts';
import type { CheckReport, RunReport } from '../model.ts';
import { familyOf, shortened, shownVerdict, sourceLink, visible } from '../text.ts';

/** What stands for each verdict. Undecided is `broken` to Allure: neither green nor a failure of the server. */
const statuses = {
  pass: Status.PASSED,
  fail: Status.FAILED,
  inconclusive: Status.BROKEN,
  waived: Status.SKIPPED,
  'not-applicable': Status.SKIPPED,
} as const;

const severities = { MUST: Severity.CRITICAL, SHOULD: Severity.NORMAL, MAY: Severity.TRIVIAL } as const;

const longestText = 8_000;

/** What names a check to Allure from run to run: its key, whatever its title says today. */
export function historyIdOf(check: CheckReport): string {
  return createHash('md5')
    .update(checkKey(check.requirement, check.operation, check.subject))
    .digest('hex');
}

/** Fills the result of a check, its evidence aside. */
export function fillResult(result: TestResult, check: CheckReport, { run }: RunReport, observed?: string): void {
  const { requirement, operation, subject, level, text, source, consequence } = check;
  const link = sourceLink(source);
  result.name = visible(subject === undefined ? text : `${text} (${subject})`);
  result.fullName = visible(checkKey(requirement, operation, subject));
  result.testCaseId = historyIdOf(check);
  result.historyId = result.testCaseId;
  result.titlePath = [familyOf(requirement), operation];
  result.status = statuses[check.verdict];
  result.stage = Stage.FINISHED;
  result.start = startOf(check, run.startedAt);
  result.stop = result.start + check.durationMs;
  result.labels = labelsOf(check);
  result.links = link === undefined ? [] : [{ type: LinkType.DEFAULT, name: source, url: link }];
  // Excluded: what identifies a check is its key alone.
  result.parameters = Object.entries({
    requirement,
    operation,
    ...(subject === undefined ? {} : { subject }),
    ...(observed === undefined ? {} : { observed }),
  }).map(([name, value]) => ({ name, value: visible(value), excluded: true }));
  result.description = [
    `**${level}** ${prose(text)}`,
    `**Source:** ${prose(source)}`,
    `**If it fails:** ${prose(consequence)}`,
    ...(check.retries === undefined ? [] : [`Begun anew ${check.retries} × after a lost connection.`]),
    ...(check.followsFrom === undefined ? [] : [`Follows from: ${check.followsFrom.map(prose).join(', ')}`]),
    ...check.exchanges.slice(-1).map(({ curl }) => (curl.length > longestText ? '' : block(curl, 'sh'))),
  ].join('\n\n');
  result.statusDetails = detailsOf(check, observed);
}

/** The message begins with level and verdict, by which categories are told apart. */
function detailsOf(check: CheckReport, observed: string | undefined): TestResult['statusDetails'] {
  const shown = (text: string) => visible(shortened(text, longestText), true);
  if (check.verdict === 'pass') return observed === undefined ? {} : { message: shown(`observed: ${observed}`) };
  return {
    message: shown(`${check.level} ${check.verdict}: ${check.reason}`),
    trace: shown(`${check.text}\n[${check.source}]\nIf it fails: ${check.consequence}`),
    ...(check.expected === undefined ? {} : { expected: shown(check.expected) }),
    ...(check.actual === undefined ? {} : { actual: shown(check.actual) }),
  };
}

function startOf(check: CheckReport, startedAt: string): number {
  return Date.parse(check.exchanges[0]?.startedAt ?? startedAt);
}

function labelsOf(check: CheckReport): Label[] {
  const family = familyOf(check.requirement);
  const tags = [check.level, shownVerdict(check), ...(check.retries === undefined ? [] : ['begun-anew'])];
  return Object.entries({
    parentSuite: family,
    suite: check.operation,
    epic: family,
    feature: check.operation,
    story: check.requirement,
    severity: severities[check.level],
    level: check.level,
    verdict: shownVerdict(check),
    framework: 'abillify-conformance',
    language: 'http',
  })
    .concat(tags.map((tag) => ['tag', tag]))
    .map(([name, value]) => ({ name, value }));
}
