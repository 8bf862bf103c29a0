/** What a reader has to know about a run beside its verdicts. */
import type { Waived } from '../waivers.ts';
import type { RunFacts } from './build.ts';
import type { CheckReport, Notice } from './model.ts';
import { counted, duration, nameOf } from './text.ts';

const shownNames = 5;

/** Errors first. */
export function noticesOf(facts: RunFacts, checks: readonly CheckReport[], waived: Waived): Notice[] {
  const { breakdown, limited, created } = facts;
  return [
    ...(breakdown === undefined ? [] : [notice('error', breakdown)]),
    ...waived.problems.map((text) => notice('error', text)),
    ...flaky(checks),
    ...(limited === undefined || limited.refused === 0
      ? []
      : [
          notice(
            'warning',
            `the server limited the rate: ${counted(limited.refused, 'request')} refused with 429 and sent again, ${duration(limited.waitedMs)} waited in all; --rate or the target's limits avoid it`,
          ),
        ]),
    ...(facts.remarks ?? []).map((text) => notice('warning', text)),
    ...waived.remarks.map((text) => notice('info', text)),
    // The sandbox goes away with the run.
    ...(created === undefined || facts.target.name === 'sandbox' ? [] : left(created)),
  ];
}

function notice(severity: Notice['severity'], text: string): Notice {
  return { severity, text };
}

/** Checks that needed a second try: their verdict stands, and the connection is to be looked at. */
function flaky(checks: readonly CheckReport[]): Notice[] {
  const concerned = checks.filter(({ retries }) => retries !== undefined);
  if (concerned.length === 0) return [];
  const names = concerned.slice(0, shownNames).map(nameOf).join(', ');
  const more = concerned.length > shownNames ? ` and ${concerned.length - shownNames} more` : '';
  const text = `${counted(concerned.length, 'flaky check')}, begun anew or asked again after a lost connection: ${names}${more}`;
  return [notice('warning', text)];
}

function left({ prefix, identities, invoices, committed, uncertain }: NonNullable<RunFacts['created']>): Notice[] {
  if (identities + invoices + uncertain === 0) return [];
  const doubt = uncertain === 0 ? '' : `, and perhaps ${uncertain} more that were never answered`;
  const text = `left on the server, as no operation deletes anything: ${counted(identities, 'identity', 'identities')} and ${counted(invoices, 'invoice')} (${committed} committed) under references that begin with ${prefix}${doubt}`;
  return [notice('info', text)];
}
