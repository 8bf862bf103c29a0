/** JUnit XML for CI servers: a suite for each family of requirements, a case for each check. */
import type { CheckReport, RunReport } from './model.ts';
import { escapeMarkup } from './text.ts';

/** The content of `junit.xml`. */
export function junit(report: RunReport): string {
  const families = new Map<string, CheckReport[]>();
  for (const check of report.checks) {
    const family = check.requirement.slice(0, check.requirement.indexOf('.'));
    families.set(family, [...(families.get(family) ?? []), check]);
  }
  const suites = [...families].map(([family, checks]) => {
    const cases = checks.map(testCase).join('');
    return `  <testsuite name="${escapeMarkup(family)}" ${counts(checks)} timestamp="${report.run.startedAt.slice(0, 19)}">\n${cases}  </testsuite>\n`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="${escapeMarkup(report.suite.name)}" ${counts(report.checks)}>\n${suites.join('')}</testsuites>\n`;
}

function counts(checks: readonly CheckReport[]): string {
  const failures = checks.filter(({ verdict }) => verdict === 'fail').length;
  const skipped = checks.filter(({ verdict }) => verdict !== 'fail' && verdict !== 'pass').length;
  const time = checks.reduce((sum, { durationMs }) => sum + durationMs, 0) / 1000;
  return `tests="${checks.length}" failures="${failures}" errors="0" skipped="${skipped}" time="${time.toFixed(3)}"`;
}

function testCase(check: CheckReport): string {
  const name = check.subject === undefined ? check.requirement : `${check.requirement} (${check.subject})`;
  const open = `    <testcase classname="${escapeMarkup(check.operation)}" name="${escapeMarkup(name)}" time="${(check.durationMs / 1000).toFixed(3)}"`;
  if (check.verdict === 'pass') return `${open}/>\n`;
  if (check.verdict !== 'fail') {
    return `${open}><skipped message="${escapeMarkup(`${check.verdict}: ${check.reason}`, false)}"/></testcase>\n`;
  }
  const lines = [
    check.text,
    `level: ${check.level}, source: ${check.source}`,
    `expected: ${check.expected ?? ''}`,
    `actual: ${check.actual ?? ''}`,
    `consequence: ${check.consequence}`,
    ...check.exchanges.slice(-1).map(({ curl }) => `curl: ${curl}`),
  ];
  return `${open}><failure type="${check.level}" message="${escapeMarkup(check.reason, false)}">${escapeMarkup(lines.join('\n'))}</failure></testcase>\n`;
}
