/** JUnit XML for CI servers: a suite for each family of requirements, a case for each check. */
import type { CheckReport, RunReport } from './model.ts';
import { escapeMarkup, familyOf, grouped, shortened } from './text.ts';

/** CI servers keep every message in memory and show little of it. */
const longestMessage = 500;
const longestDetail = 8_000;

/** The content of `junit.xml`. */
export function junit(report: RunReport): string {
  const suites = [...grouped(report.checks, ({ requirement }) => familyOf(requirement))].map(
    ([family, checks]) =>
      `  <testsuite ${attributes({ name: family, ...counts(checks), timestamp: report.run.startedAt.slice(0, 19) })}>\n` +
      `${properties(report)}${checks.map(testCase).join('')}  </testsuite>\n`,
  );
  return (
    `<?xml version="1.0" encoding="UTF-8"?>\n` +
    `<testsuites ${attributes({ name: report.suite.name, ...counts(report.checks) })}>\n` +
    `${suites.join('')}</testsuites>\n`
  );
}

/** Stands in every suite: the schema that CI servers check against has no other place for it. */
function properties({ target, run }: RunReport): string {
  const facts = { target: target.name, url: target.url, run: run.id, gate: run.gate, conclusion: run.conclusion };
  const lines = Object.entries(facts).map(([name, value]) => `      <property ${attributes({ name, value })}/>\n`);
  return `    <properties>\n${lines.join('')}    </properties>\n`;
}

function counts(checks: readonly CheckReport[]): Record<string, string> {
  const count = (of: (check: CheckReport) => boolean) => String(checks.filter(of).length);
  return {
    tests: String(checks.length),
    failures: count(({ verdict }) => verdict === 'fail'),
    errors: '0',
    skipped: count(({ verdict }) => verdict !== 'fail' && verdict !== 'pass'),
    time: seconds(checks.reduce((sum, { durationMs }) => sum + durationMs, 0)),
  };
}

function testCase(check: CheckReport): string {
  const name = check.subject === undefined ? check.requirement : `${check.requirement} (${check.subject})`;
  const open = `    <testcase ${attributes({ classname: check.operation, name, time: seconds(check.durationMs) })}`;
  if (check.verdict === 'pass') return `${open}/>\n`;
  const message = shortened(
    check.verdict === 'fail' ? check.reason : `${check.verdict}: ${check.reason}`,
    longestMessage,
  );
  if (check.verdict !== 'fail') return `${open}>\n      <skipped ${attributes({ message })}/>\n    </testcase>\n`;
  const detail = escapeMarkup(shortened(describe(check), longestDetail));
  return `${open}>\n      <failure ${attributes({ type: check.level, message })}>${detail}</failure>\n    </testcase>\n`;
}

function describe(check: CheckReport): string {
  const lines = [
    `${check.level}: ${check.text} [${check.source}]`,
    `expected: ${check.expected ?? ''}`,
    `actual: ${check.actual ?? ''}`,
    `consequence: ${check.consequence}`,
    ...check.exchanges.slice(-1).map(({ curl }) => `curl: ${curl}`),
  ];
  return lines.join('\n');
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}

function attributes(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}="${escapeMarkup(value, false)}"`)
    .join(' ');
}
