/** Waivers and baselines: what is accepted, what has to go, and what the server does otherwise than recorded. */
import { describe, expect, test } from 'vitest';
import { parseTargetFile } from '../../helpers/configuration/target-file.ts';
import { baselineOf, driftFrom, gatingDrift } from '../../helpers/drift.ts';
import { buildReport, type PlainResult, type RunFacts } from '../../helpers/report/build.ts';
import { validateReport } from '../../helpers/report/schema.ts';
import { summary } from '../../helpers/report/terminal.ts';
import type { Waiver } from '../../helpers/target.ts';
import type { Outcome } from '../../helpers/verdict.ts';
import { applyWaivers, waiverText } from '../../helpers/waivers.ts';

const requirement = 'items.many-replace-one';
const operation = 'updateInvoice';
const today = '2026-03-10';

function waiver(change: Partial<Waiver> = {}): Waiver {
  const reason = 'known, ticket 7';
  return { requirement, operation, reason, owner: 'billing', expires: '2026-03-10', place: 'x.yaml:5', ...change };
}

function result(kind: Outcome['kind'], change: Partial<PlainResult> = {}): PlainResult {
  const outcome: Outcome = { kind, reason: kind === 'kept' ? '' : 'so it was' };
  return {
    requirement,
    operation,
    subject: '',
    outcome,
    durationMs: 1,
    requests: 1,
    retries: 0,
    exchanges: [],
    ...change,
  };
}

const facts: RunFacts = {
  suite: { name: 's', version: '1', commit: 'c' },
  target: { name: 'x', url: 'http://127.0.0.1/api' },
  id: 't1',
  startedAt: `${today}T23:30:00.000Z`,
  durationMs: 1,
  requests: 1,
  seed: 1,
  gate: 'must',
  environment: {},
  coverage: [],
  waivers: [],
  reached: true,
  credentialsAccepted: true,
  interrupted: false,
};

/** The report of a run in which the waived check ended in one way. */
function report(results: readonly PlainResult[], change: Partial<RunFacts> = {}) {
  const built = buildReport(results, { ...facts, ...change });
  validateReport(JSON.parse(JSON.stringify(built)));
  return built;
}

describe('a waiver', () => {
  test('accepts the failure until the end of its last day', () => {
    const { run, checks, notices } = report([result('broken')], { waivers: [waiver()] });
    expect([run.exitCode, checks[0]?.verdict, notices]).toEqual([0, 'waived', []]);
    expect(checks[0]?.reason).toBe('waived until 2026-03-10 by billing: known, ticket 7');
  });

  test('accepts every subject of its check', () => {
    const results = [
      result('broken', { subject: 'a' }),
      result('kept', { subject: 'b' }),
      result('broken', { subject: 'c' }),
    ];
    const { checks } = report(results, { waivers: [waiver()] });
    expect(checks.map(({ verdict }) => verdict)).toEqual(['waived', 'waived', 'pass']);
  });

  test.each([
    [
      'expired',
      waiver({ expires: '2026-03-09' }),
      'broken',
      'x.yaml:5: waiver of items.many-replace-one @ updateInvoice expired on 2026-03-09: delete it, or agree with billing on another day',
    ],
    [
      'stale',
      waiver(),
      'kept',
      'x.yaml:5: waiver of items.many-replace-one @ updateInvoice is stale, the check passes now: delete it',
    ],
    [
      'of no requirement',
      waiver({ requirement: 'items.none' }),
      'kept',
      'x.yaml:5: waiver of items.none @ updateInvoice matches no check (there is no requirement items.none): delete it or mend its names',
    ],
    [
      'of another operation',
      waiver({ operation: 'getInvoice' }),
      'kept',
      'items.many-replace-one is not about getInvoice',
    ],
    [
      'of an open question',
      waiver({ requirement: 'open.success-status', operation: 'resendInvoice' }),
      'kept',
      'is an open question, which never fails',
    ],
    ['with a pattern', waiver({ requirement: 'items.*' }), 'broken', 'there is no requirement items.*'],
  ] as const)('%s fails the run and says what to do', (_name, wrong, kind, expected) => {
    const { run, notices } = report([result(kind)], { waivers: [wrong] });
    expect(run.exitCode).toBe(1);
    expect(
      notices
        .filter(({ severity }) => severity === 'error')
        .map(({ text }) => text)
        .join('\n'),
    ).toContain(expected);
  });

  test('that stands twice fails the run and names both places', () => {
    const { run, notices } = report([result('broken')], { waivers: [waiver(), waiver({ place: 'x.yaml:9' })] });
    expect(run.exitCode).toBe(1);
    expect(notices[0]?.text).toContain(
      'x.yaml:9: waiver of items.many-replace-one @ updateInvoice stands twice, first at x.yaml:5',
    );
  });

  test.each([
    ['not selected', []],
    ['not decided', [result('not-arranged')]],
    ['not applicable', [result('not-applicable')]],
  ] as const)('whose check was %s is left alone', (_name, results) => {
    const { notices } = report(
      [...results, result('kept', { operation: 'x', requirement: 'items.untouched-when-absent' })],
      { waivers: [waiver()] },
    );
    expect(notices.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  test('is not stale while another subject of its check was not decided', () => {
    const concerned = ['pass', 'inconclusive'].map((verdict) => ({
      key: verdict,
      requirement,
      operation,
      verdict: verdict as 'pass',
    }));
    expect(applyWaivers(concerned, [waiver()], today).problems).toEqual([]);
  });

  test('ready to paste is taken as it stands once reason and owner are written', () => {
    const text = `waivers:\n${waiverText(
      [
        { requirement, operation },
        { requirement, operation },
      ],
      today,
    )}`;
    expect(() => parseTargetFile(text, 'x.yaml')).toThrow(/reason must not be empty/);
    const { settings } = parseTargetFile(text.replaceAll("''", "'agreed'"), 'x.yaml');
    expect(settings.waivers).toEqual([
      { requirement, operation, reason: 'agreed', owner: 'agreed', expires: '2026-04-09' },
    ]);
  });
});

describe('a baseline', () => {
  const observed = (value: string) =>
    result('kept', { requirement: 'open.success-status', operation: 'resendInvoice', observation: value });
  const before = baselineOf(report([result('kept'), observed('200')]), today);

  test('holds a verdict for each check and the answer to each open question', () => {
    expect(before).toEqual({
      recordedAt: today,
      verdicts: { 'items.many-replace-one @ updateInvoice': 'pass', 'open.success-status @ resendInvoice': 'pass' },
      observations: { 'open.success-status @ resendInvoice': '200' },
    });
  });

  test('shows what drifted, and only a gate on drift fails for an answer alone', () => {
    const results = [result('kept'), observed('202')];
    const drift = [
      {
        requirement: 'open.success-status',
        operation: 'resendInvoice',
        kind: 'observation',
        before: '200',
        now: '202',
      },
    ];
    const quiet = report(results, { baseline: before });
    expect([quiet.drift, quiet.run.exitCode]).toEqual([drift, 0]);
    expect(summary(quiet)).toContain('open.success-status @ resendInvoice: 200 → 202');
    const gated = report(results, { baseline: before, gateDrift: true });
    expect([gated.run.exitCode, gated.run.gateDrift, gated.run.conclusion]).toEqual([1, true, '1 answer drifted.']);
  });

  test('knows nothing of checks that came later, and misses none that were not run', () => {
    expect(driftFrom(before, [], [])).toEqual([]);
    expect(
      report([result('broken', { requirement: 'items.untouched-when-absent' })], { baseline: before }).drift,
    ).toEqual([]);
  });

  test('compares a waived failure as the failure it is, and no gate fails for it', () => {
    const waived = report([result('broken')], { baseline: before, gateDrift: true, waivers: [waiver()] });
    expect(waived.drift).toMatchObject([{ before: 'pass', now: 'fail', kind: 'verdict' }]);
    expect(waived.run.exitCode).toBe(0);
    expect(baselineOf(waived, today).verdicts).toEqual({ 'items.many-replace-one @ updateInvoice': 'fail' });
  });

  test('shows what could not be decided, and no gate fails for it', () => {
    const { checks, drift } = report([result('not-arranged')], { baseline: before });
    expect(drift).toMatchObject([{ before: 'pass', now: 'inconclusive' }]);
    expect(gatingDrift(drift, checks)).toEqual([]);
  });

  test('tells subjects of one check apart', () => {
    const recorded = baselineOf(report([result('kept', { subject: 'a' }), result('kept', { subject: 'b' })]), today);
    const { drift } = report([result('kept', { subject: 'a' }), result('broken', { subject: 'b' })], {
      baseline: recorded,
    });
    expect(drift).toMatchObject([{ subject: 'b', before: 'pass', now: 'fail' }]);
  });
});
