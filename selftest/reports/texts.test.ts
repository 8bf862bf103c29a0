/** What people read outside the page: the terminal, Markdown, a comparison. */
import { marked } from 'marked';
import { describe, expect, test } from 'vitest';
import { compareReports, isUnchanged } from '../../helpers/report/compare.ts';
import { formatComparison } from '../../helpers/report/compare-format.ts';
import { markdown } from '../../helpers/report/markdown.ts';
import type { RunReport } from '../../helpers/report/model.ts';
import { parseReport, validateReport } from '../../helpers/report/schema.ts';
import { allowsColour, summary } from '../../helpers/report/terminal.ts';
import { check, example, hostileText, nightBefore } from './example.ts';

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
const obeyed = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b\u202e\ud800-\udfff]/u;

describe('the summary on the terminal', () => {
  const text = summary(example, 'reports');

  test('says the conclusion first, then what failed, what could not be decided, and what drifted', () => {
    expect(text.split('\n')[0]).toBe('✗ The server broke 1 gating check of 5.');
    const parts = [
      '1 fail',
      '✗ MUST idempotency.replay-same-response',
      '2 inconclusive',
      '~ open.no-body',
      'reports/conformance.html',
    ];
    for (const part of parts) expect(text).toContain(part);
  });

  test('obeys nothing that a server said', () => {
    expect(text).not.toMatch(obeyed);
  });

  test('is short however much failed', () => {
    const checks = Array.from({ length: 900 }, (_, index) =>
      check({
        requirement: `family.rule-${index}`,
        verdict: index % 2 === 0 ? 'fail' : 'inconclusive',
        reason: `reason ${index}`,
      }),
    );
    expect(summary({ ...example, checks }, 'reports').split('\n').length).toBeLessThan(50);
  });

  test('is coloured on a terminal alone, and not where NO_COLOR is set', () => {
    expect(summary(example, undefined, { colour: true })).toContain('\u001b[31m');
    expect(allowsColour({ isTTY: true }, {})).toBe(true);
    expect(allowsColour({ isTTY: true }, { NO_COLOR: '1' })).toBe(false);
    expect(allowsColour({ isTTY: false }, {})).toBe(false);
  });
});

describe('conformance.md', () => {
  const rendered = (report: RunReport) => marked.parse(markdown(report, { previous: nightBefore }), { async: false });

  test('holds no HTML but its own, no link, no mention', () => {
    const html = rendered(example);
    expect(
      [...html.matchAll(/<([a-z0-9]+)/g)]
        .map(([, name]) => name)
        .filter((name) => /^(script|img|b|a|input)$/.test(name ?? '')),
    ).toEqual([]);
    // In code nothing is a mention; elsewhere a joiner parts the sign from the name.
    expect(html.replaceAll(/<code[\s\S]*?<\/code>/g, '')).not.toMatch(/@team|#12\b/);
  });

  test('shows each failure with its curl line, what drifted, what changed, and the coverage', () => {
    const text = markdown(example, { previous: nightBefore });
    const parts = [
      '# ❌ The server broke',
      '## 2 failures',
      'curl -i',
      'drifted from the baseline',
      '## Since the last run',
      '### Fixed (1)',
      '## Operations and statuses',
    ];
    for (const part of parts) expect(text).toContain(part);
  });

  test('fits into a comment however much failed, and says what was left out', () => {
    const checks = Array.from({ length: 900 }, (_, index) =>
      check({ requirement: `family.rule-${index}`, verdict: 'fail', reason: hostileText.repeat(5) }),
    );
    const text = markdown({ ...example, checks });
    expect(Buffer.byteLength(text)).toBeLessThan(65_536);
    expect(text).toMatch(/Left out for length:\*\* \d+ × failure/);
  });
});

describe('a comparison', () => {
  const comparison = compareReports(nightBefore, example);
  const names = (changes: readonly { readonly name: string }[]) => changes.map(({ name }) => name);

  test('tells new failures, fixed ones, drift and speed apart', () => {
    expect(names(comparison.newFailures)).toEqual(['items.replaced-whole @ updateInvoice (fewer <b>items</b>)']);
    expect(names(comparison.fixed)).toEqual(['resend.answers-with-job @ resendInvoice']);
    expect(names(comparison.stillFailing)).toEqual(['idempotency.replay-same-response @ resendInvoice']);
    expect(comparison.drift).toMatchObject([{ before: 'refused' }]);
    expect(comparison.pace).toMatchObject([{ operation: 'resendInvoice' }]);
    expect(isUnchanged(comparison)).toBe(false);
  });

  test('a run beside itself is unchanged', () => {
    expect(isUnchanged(compareReports(example, example))).toBe(true);
    expect(formatComparison(compareReports(example, example))).toContain('No verdict and no observation changed.');
  });

  test('checks that one side alone has are neither broken nor fixed by that', () => {
    const fewer = { ...example, checks: example.checks.filter(({ verdict }) => verdict === 'pass') };
    expect(compareReports(fewer, example).newFailures).toHaveLength(2);
    expect(compareReports(example, fewer).fixed).toEqual([]);
    expect(compareReports(example, fewer).newFailures).toEqual([]);
  });

  test('as text it obeys nothing that a server said', () => {
    expect(formatComparison(comparison)).not.toMatch(obeyed);
  });
});

describe('conformance.json', () => {
  test('the example is a report', () => {
    expect(() => validateReport(JSON.parse(JSON.stringify(example)))).not.toThrow();
  });

  test.each([
    ['{"schemaVersion":1}', /a\.json: not a conformance report .*suite/],
    ['{', /a\.json: .*JSON/],
    [JSON.stringify({ ...example, checks: [{ ...example.checks[0], verdict: 'green' }] }), /checks\/0\/verdict/],
  ])('%.20s is refused with one line that names file and place', (content, message) => {
    expect(() => parseReport(content, 'a.json')).toThrow(message);
  });
});
