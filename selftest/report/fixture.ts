/** A report such as a night leaves behind: real requirements, a few failures, and a server that says nasty things. */
import { everyOperation, type OperationId, operations } from '../../contracts/operations.ts';
import { catalogue, type RequirementId, requirementIds } from '../../contracts/requirements/index.ts';
import { curlLine } from '../../helpers/report/curl.ts';
import type { CheckReport, RecordedExchange, RunReport, Verdict } from '../../helpers/report/model.ts';
import { hostile } from './hostile.ts';

const start = Date.parse('2026-11-22T01:30:00.000Z');

interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: readonly (readonly [string, string])[];
}

/** One exchange with an operation, as the client records it. */
export function exchange(operation: OperationId, note: string, sent: unknown, answer?: Answer): RecordedExchange {
  const { method, path } = operations[operation === 'unknownRoute' ? 'getInvoice' : operation];
  const url = `http://127.0.0.1:8080/api${path.replaceAll(/\{(\w+)\}/g, 'k7f3q2-inv-0042')}`;
  const headers: [string, string][] = [
    ['Authorization', 'Basic ‹redacted›'],
    ['Idempotency-Key', '6f1f0a52-7b1d-4c0e-8a39-0f7b4f3c2d11'],
    ...(sent === undefined ? [] : [['Content-Type', 'application/json'] as [string, string]]),
  ];
  const body = sent === undefined ? undefined : typeof sent === 'string' ? sent : JSON.stringify(sent);
  const request = { method, url, headers, ...(body === undefined ? {} : { body }) };
  const text = typeof answer?.body === 'string' ? answer.body : JSON.stringify(answer?.body ?? '');
  return {
    note,
    startedAt: new Date(start + 12_345).toISOString(),
    durationMs: 18.4,
    request,
    ...(answer === undefined
      ? { problem: 'no complete answer within 10000 ms' }
      : {
          response: {
            status: answer.status,
            headers: [
              ['content-type', 'application/json; charset=utf-8'],
              ['date', 'Sun, 22 Nov 2026 01:30:12 GMT'],
              ...(answer.headers ?? []),
            ],
            body: text,
            size: Buffer.byteLength(text),
          },
        }),
    curl: curlLine(request),
  };
}

/** A check of the catalogue with a verdict. */
export function check(
  requirement: RequirementId,
  operation: OperationId,
  verdict: Verdict = 'pass',
  more: Partial<CheckReport> = {},
): CheckReport {
  const { level, text, consequence, source } = catalogue[requirement];
  return {
    requirement,
    operation,
    level,
    verdict,
    reason: '',
    text,
    consequence,
    source,
    durationMs: 20 + ((requirement.length * 37) % 400),
    requests: 2 + (requirement.length % 5),
    exchanges: [],
    ...more,
  };
}

const changed = { comment: 'second run of reminders', dunningLevel: 2 };

function failures(): CheckReport[] {
  const job = { jobId: 'job-8841', status: 'accepted' };
  return [
    check('idempotency.replay-same-response', 'resendInvoice', 'fail', {
      reason: 'the second answer has status 409, the first had 200',
      expected: '200 {"jobId":"job-8841","status":"accepted"}',
      actual: '409 {"code":409,"message":"A resend is already running"}',
      exchanges: [
        exchange(
          'createInvoice',
          'arranging a committed invoice',
          { currency: 'EUR', items: [{ net: '10.00' }] },
          { status: 200, body: { reference: 'k7f3q2-inv-0042', items: [{ net: '10.00', quantity: 1 }] } },
        ),
        exchange('resendInvoice', 'first use of the key', { email: 'a@example.com' }, { status: 200, body: job }),
        exchange(
          'resendInvoice',
          'replay of the same key',
          { email: 'a@example.com' },
          {
            status: 409,
            body: { code: 409, message: 'A resend is already running', details: [] },
            headers: [
              ['retry-after', '5'],
              ['set-cookie', 'a=1'],
              ['set-cookie', 'b=2'],
            ],
          },
        ),
      ],
    }),
    check('idempotency.replay-same-response', 'modifyDunning', 'fail', {
      reason: `the second answer differs: ${hostile.script}`,
      expected: '200 {"dunningLevel":2}',
      actual: `200 {"dunningLevel":3,"note":"${hostile.endOfScript}"}`,
      exchanges: [
        exchange('modifyDunning', 'replay of the same key', changed, {
          status: 200,
          body: { note: Object.values(hostile) },
        }),
      ],
    }),
    check('items.one-replaces-many', 'updateInvoice', 'fail', {
      reason: 'the invoice has 3 items after an update with 1',
      expected: '1 item: {"description":"Licence","net":"10.00"}',
      actual: '3 items, of which 2 are the old ones',
      exchanges: [
        exchange(
          'updateInvoice',
          hostile.curl,
          { items: [{ description: hostile.curl }] },
          { status: 200, body: hostile.prototype },
        ),
      ],
    }),
    check('validation.wrong-type-refused', 'updateInvoice', 'fail', {
      subject: 'items[0].quantity: array',
      reason: `accepted with 200: ${hostile.markdown}`,
      expected: '400 with code 400 and nothing changed',
      actual: `200 ${hostile.markdown}`,
      exchanges: [
        exchange('updateInvoice', 'wrong type', '{"items":[{"quantity":[]}]}', { status: 200, body: hostile.markdown }),
      ],
    }),
    check('authentication.missing-credentials-refused', 'getInvoice', 'fail', {
      reason: 'no complete answer within 10000 ms',
      expected: '401 of the documented shape',
      actual: 'no answer',
      retries: 1,
      exchanges: [exchange('getInvoice', 'without credentials', undefined)],
    }),
    check('errors.json-object', 'createInvoice', 'fail', {
      reason: `4 of 31 error answers are text/html: ${hostile.escapes}${hostile.controls}`,
      expected: 'application/json',
      actual: `text/html ${hostile.cdata}${hostile.direction}${hostile.surrogate}`,
      exchanges: [
        exchange('createInvoice', 'oversized body', 'x'.repeat(3000), {
          status: 413,
          body: `<html>${'<p>too large</p>'.repeat(1500)}`,
        }),
      ],
    }),
  ];
}

function undecided(): CheckReport[] {
  const follows = ['idempotency.replay-same-response @ resendInvoice'];
  const reason = `cannot be told apart from ${follows[0]}: the tenth answer has status 409`;
  return [
    check('idempotency.replay-every-time', 'resendInvoice', 'inconclusive', { reason, followsFrom: follows }),
    check('idempotency.replay-has-no-effect', 'resendInvoice', 'inconclusive', { reason, followsFrom: follows }),
    check('items.untouched-when-absent', 'updateInvoice', 'inconclusive', {
      reason: 'arranging a committed invoice failed: POST /invoices/x/commitInvoice answered 503',
      exchanges: [exchange('commitInvoice', 'arranging a committed invoice', {}, { status: 503, body: 'upstream' })],
    }),
    check('idempotency.key-compared-to-the-last-character', 'commitInvoice', 'waived', {
      reason: 'waived until 2026-12-31 by billing-team: keys are cut at 64 characters until release 4.2',
      exchanges: [
        exchange('commitInvoice', 'a longer key', {}, { status: 200, body: { reference: 'k7f3q2-inv-0042' } }),
      ],
    }),
    check('accounts.foreign-resource-refused', 'getInvoice', 'not-applicable', {
      reason: 'the target has no second account (TARGET_USERNAME_2)',
    }),
  ];
}

/** Checks of the catalogue that passed, or were observed, until there are so many together. */
function rest(count: number, taken: readonly CheckReport[]): CheckReport[] {
  const used = new Set(taken.map((one) => `${one.requirement} ${one.operation}`));
  const all = requirementIds.flatMap((id) => catalogue[id].operations.map((operation) => [id, operation] as const));
  const free = all.filter(([id, operation]) => !used.has(`${id} ${operation}`));
  const step = Math.max(1, free.length / count);
  return Array.from({ length: Math.min(count, free.length) }, (_, index) => free[Math.floor(index * step)])
    .filter((one) => one !== undefined)
    .map(([id, operation]) => check(id, operation));
}

/** Counts by verdict, of one level. */
function countsOf(checks: readonly CheckReport[], level: CheckReport['level']) {
  const counts = { pass: 0, fail: 0, inconclusive: 0, 'not-applicable': 0, waived: 0 };
  for (const one of checks) if (one.level === level) counts[one.verdict] += 1;
  return counts;
}

/** A report over these checks. */
export function reportOf(checks: readonly CheckReport[], more: Partial<RunReport> = {}): RunReport {
  const answers = ['replayed', 'executed', 'refused with 422', hostile.direction];
  const observed = checks.filter(({ level, verdict }) => level === 'MAY' && verdict === 'pass');
  const failed = checks.filter(({ level, verdict }) => level === 'MUST' && verdict === 'fail').length;
  return {
    schemaVersion: 1,
    suite: { name: 'abillify-conformance', version: '0.1.0', commit: 'a1b2c3d' },
    target: { name: 'staging', url: 'https://staging1.abillify.dev/api' },
    run: {
      id: 'k7f3q2abc',
      startedAt: new Date(start).toISOString(),
      durationMs: 41_870,
      requests: 3247,
      seed: 20261122,
      gate: 'must',
      exitCode: failed > 0 ? 1 : 0,
      conclusion:
        failed > 0
          ? `The server broke ${failed} gating checks of ${checks.length}.`
          : 'The server keeps every gating promise that could be checked.',
      environment: { node: 'v20.20.2', platform: 'linux', concurrency: '32', rate: 'no limit', secondAccount: 'unset' },
    },
    summary: {
      MUST: countsOf(checks, 'MUST'),
      SHOULD: countsOf(checks, 'SHOULD'),
      MAY: { observed: observed.length },
    },
    checks,
    observations: observed.map(({ requirement, operation }, index) => ({
      requirement,
      operation,
      value: answers[index % answers.length] ?? '',
    })),
    drift: [],
    coverage: everyOperation.map((operation, index) => {
      const { method, path } = operations[operation];
      const statuses = {
        '200': 170 - index * 9,
        '400': index * 3,
        '401': 17,
        '404': 3,
        '409': 0,
        '429': 0,
        none: index % 4 === 0 ? 1 : 0,
      };
      return {
        operation,
        method,
        path,
        requests: Object.values(statuses).reduce((sum, one) => sum + one, 0),
        statuses,
      };
    }),
    notices: [],
    ...more,
  };
}

/** A realistic run with failures, hostile answers and drift: `count` checks in all. */
export function failingReport(count = 150): RunReport {
  const telling = [...failures(), ...undecided()];
  const checks = [...telling, ...rest(count - telling.length, telling)];
  return reportOf(checks, {
    drift: [
      {
        requirement: 'open.same-key-other-body',
        operation: 'resendInvoice',
        before: 'replayed',
        now: 'refused with 422',
      },
      {
        requirement: 'open.same-key-other-resource',
        operation: 'modifyDunning',
        before: 'executed',
        now: hostile.script,
      },
    ],
    notices: [
      { severity: 'error', text: 'waiver of items.replaced-by-more @ updateInvoice matches no failure: delete it' },
      { severity: 'warning', text: '1 check was begun anew after a lost connection' },
      { severity: 'info', text: `42 invoices were created and could not be deleted: ${hostile.script}` },
    ],
  });
}

/** The run of the night before: another failure, and one of today's not yet there. */
export function previousReport(count = 150): RunReport {
  const now = failingReport(count);
  const checks = now.checks.map((one, index): CheckReport => {
    if (index === 0) return { ...one, verdict: 'pass', reason: '', exchanges: [] };
    if (index === 20) return { ...one, verdict: 'fail', reason: 'answered 500 where 404 was promised' };
    return { ...one, durationMs: one.durationMs / 3 };
  });
  const observations = now.observations.map((one, index) =>
    index === 0 ? { ...one, value: 'refused with 409' } : one,
  );
  const run = {
    ...now.run,
    id: 'k7f1a9xyz',
    startedAt: '2026-11-21T01:30:00.000Z',
    durationMs: 24_310,
    requests: 3240,
  };
  return { ...reportOf(checks), run, observations };
}

/** A run in which every promise was kept. */
export function passingReport(count = 150): RunReport {
  return reportOf(rest(count, []));
}
