/** A report with every verdict, and with whatever a server may put into an answer to break a page, a file or a shell. */
import { mask } from '../../helpers/http/redaction.ts';
import { curlLine } from '../../helpers/report/curl.ts';
import type { CheckReport, RecordedExchange, RunReport } from '../../helpers/report/model.ts';

/** Texts of a hostile server. None may do anything but stand there. */
export const hostile = {
  script: '<script>window.hacked = true</script><img src=x onerror="window.hacked = true">',
  closing: '</script></pre></textarea><!-- ]]> -->',
  markdown: '[a](javascript:alert(1)) `x` **b** | @team #12 <b>',
  unseen: 'left\u202eright\u0000\u001b[31mred\u200bzero\ud800half',
  template: '#{x} {{y}} %PATH% $(touch /tmp/hacked) `id`',
} as const;

/** Everything of the above in one text. */
export const hostileText = Object.values(hostile).join(' ');

const url = 'http://127.0.0.1:8080/api/invoices/R-1/resendInvoice';

/** One exchange; what is given replaces what stands here. */
export function exchange(over: Partial<Omit<RecordedExchange, 'curl'>> = {}): RecordedExchange {
  const made = {
    startedAt: '2026-11-24T15:00:00.000Z',
    durationMs: 12.5,
    request: {
      method: 'POST',
      url,
      headers: [
        ['Authorization', `Basic ${mask}`],
        ['Content-Type', 'application/json'],
      ] as const,
      body: '{"data":"123"}',
    },
    response: {
      status: 200,
      headers: [
        ['Content-Type', 'application/json'],
        ['Set-Cookie', 'a=1; Path=/'],
        ['Set-Cookie', 'b=2'],
      ] as const,
      body: '{"job":"1","result":"OK","resultcode":"0"}',
      size: 42,
    },
    ...over,
  };
  const { method, headers, body } = made.request;
  return {
    ...made,
    curl: curlLine({ method, url: made.request.url, headers, ...(body === undefined ? {} : { body }) }),
  };
}

/** One check; what is given replaces what stands here. */
export function check(over: Partial<CheckReport> & Pick<CheckReport, 'requirement'>): CheckReport {
  return {
    operation: 'resendInvoice',
    level: 'MUST',
    verdict: 'pass',
    reason: '',
    text: 'A replay is answered as the first call was.',
    consequence: 'A customer gets two mails.',
    source: 'invoices-resendinvoice',
    durationMs: 30,
    requests: 2,
    exchanges: [],
    ...over,
  };
}

const failing: Partial<CheckReport> = {
  verdict: 'fail',
  reason: `the second answer differs: ${hostileText}`,
  expected: `status 200 ${hostile.script}`,
  actual: `status 500 ${hostile.closing}`,
};

const checks: readonly CheckReport[] = [
  check({
    requirement: 'idempotency.replay-same-response',
    ...failing,
    exchanges: [
      exchange({ note: 'first call' }),
      exchange({
        note: 'replay of the same key',
        response: {
          status: 500,
          headers: [['X-Odd', hostile.script]],
          body: hostileText,
          size: 400,
          truncated: true,
        },
      }),
    ],
  }),
  check({
    requirement: 'items.replaced-whole',
    operation: 'updateInvoice',
    level: 'SHOULD',
    ...failing,
    retries: 2,
    subject: 'fewer <b>items</b>',
    source: 'RFC 9110 §9.3.4',
    exchanges: [exchange({ request: { method: 'PUT', url: `${url}?q=${encodeURIComponent('ä b')}`, headers: [] } })],
  }),
  check({
    requirement: 'http.allow-on-405',
    verdict: 'waived',
    reason: 'waived until 2027-01-31 by Billing: ticket 12',
    expected: 'an Allow header',
    actual: 'none',
    exchanges: [exchange()],
  }),
  check({
    requirement: 'dunning.level-taken',
    operation: 'modifyDunning',
    verdict: 'inconclusive',
    reason: 'cannot be told apart from idempotency.replay-same-response @ resendInvoice: the level is 0',
    followsFrom: ['idempotency.replay-same-response @ resendInvoice'],
    exchanges: [exchange()],
  }),
  check({
    requirement: 'resend.answers-in-time',
    verdict: 'inconclusive',
    reason: 'no answer within 10000 ms',
    exchanges: [withoutAnswer()],
  }),
  check({ requirement: 'accounts.kept-apart', verdict: 'not-applicable', reason: 'the target has no second account' }),
  check({ requirement: 'resend.answers-with-job' }),
  check({ requirement: 'open.no-body', level: 'MAY', text: 'Whether a body is needed is left open.' }),
];

function withoutAnswer(): RecordedExchange {
  const { response: _response, ...rest } = exchange();
  return { ...rest, problem: 'no answer within 10000 ms' };
}

const counts = { pass: 0, fail: 0, inconclusive: 0, 'not-applicable': 0, waived: 0 };

/** The report. */
export const example: RunReport = {
  schemaVersion: 1,
  suite: { name: 'abillify-conformance', version: '0.1.0', commit: 'abc1234' },
  target: { name: 'staging', url: 'http://127.0.0.1:8080/api' },
  run: {
    id: 'r1',
    startedAt: '2026-11-24T15:00:00.000Z',
    durationMs: 4200,
    requests: 1234,
    seed: 1,
    gate: 'must',
    exitCode: 1,
    conclusion: 'The server broke 1 gating check of 5.',
    environment: { node: 'v20.20.2', platform: 'linux' },
  },
  summary: {
    MUST: { ...counts, pass: 1, fail: 1, inconclusive: 2, 'not-applicable': 1, waived: 1 },
    SHOULD: { ...counts, fail: 1 },
    MAY: { observed: 1 },
  },
  checks,
  observations: [{ requirement: 'open.no-body', operation: 'resendInvoice', value: `accepted ${hostile.script}` }],
  drift: [
    { requirement: 'open.no-body', operation: 'resendInvoice', before: 'refused', now: `accepted ${hostile.markdown}` },
  ],
  coverage: [
    {
      operation: 'resendInvoice',
      method: 'POST',
      path: '/invoices/{invoiceReference}/resendInvoice',
      requests: 12,
      statuses: { '200': 10, '400': 0, '500': 1, none: 1 },
    },
  ],
  notices: [
    { severity: 'warning', text: `1 check was begun anew ${hostile.script}` },
    { severity: 'error', text: 'waiver of http.allow-on-405 @ resendInvoice expired' },
    { severity: 'info', text: 'the key ledger is new' },
  ],
};

/** The same server a night earlier: one failure fewer, one more, another answer to an open question, and slower. */
export const nightBefore: RunReport = {
  ...example,
  run: { ...example.run, id: 'r0', startedAt: '2026-11-23T15:00:00.000Z', durationMs: 5200 },
  checks: example.checks.map((one) => {
    if (one.requirement === 'items.replaced-whole') return { ...one, verdict: 'pass', reason: '' };
    if (one.requirement === 'resend.answers-with-job') {
      return { ...one, verdict: 'fail', reason: 'no job', durationMs: 900, exchanges: [exchange()] };
    }
    return one;
  }),
  observations: [{ requirement: 'open.no-body', operation: 'resendInvoice', value: 'refused' }],
};
