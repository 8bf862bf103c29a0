/** The suite on servers it was not written on: what they are free to do accuses nobody, alone and with several runs at once. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { catalogue } from '../../contracts/requirements/index.ts';
import { filtered } from '../../helpers/pact/source.ts';
import { verifyAgainst } from '../../helpers/pact/verification.ts';
import { Verifier } from '../../helpers/pact/verifier.ts';
import type { CheckResult } from '../../helpers/run/run.ts';
import { checks } from '../../specs/all.ts';
import { committedContract } from '../kill-matrix/contract.ts';
import { runToEnd } from '../suite/target.ts';
import { type Stranger, type StrangerName, strangers, strangerTarget } from './index.ts';

const contract = committedContract();

/** SHOULDs that a stranger leaves on purpose; why is said where it is written. */
const left: Record<StrangerName, readonly string[]> = { terse: [], talkative: ['http.other-media-type-status'] };

/** What neither stranger can be asked: another server may stand there tomorrow, and others may use the same account. */
const neverAsked = [/^no answer of \w+ was concerned$/, /^keys are remembered from run to run/, /^others may create/];

/** What a stranger's own freedoms keep from being asked. */
const hidden: Record<StrangerName, readonly RegExp[]> = {
  terse: [
    /^this server shows fewer than two documents of an invoice$/,
    /^such an invoice takes no update: 409$/,
    /^a (resend|call for no dunning) is not taken before the commit: 409$/,
  ],
  talkative: [
    /^this server does not show the (dunning level of an invoice|base date of the dunning)$/,
    /^answers of modifyDunning are alike on this server, and nothing shows what was done$/,
    /^the first pages of the list do not show what was created$/,
  ],
};

/** Everything that is not green and that the stranger's freedoms do not explain. */
function unexplained(name: StrangerName, results: readonly CheckResult[]): string[] {
  return results
    .filter(({ check, outcome }) => {
      if (outcome.kind === 'kept') return false;
      if (outcome.kind === 'broken') {
        return !left[name].includes(check.requirement) || catalogue[check.requirement].level === 'MUST';
      }
      const reason = outcome.reason;
      return outcome.kind !== 'not-applicable' || ![...neverAsked, ...hidden[name]].some((one) => one.test(reason));
    })
    .map(({ check, outcome }) => `${outcome.kind} ${check.key}: ${outcome.reason}`);
}

describe.each(['terse', 'talkative'] as const)('the %s stranger', (name) => {
  let stranger: Stranger;
  beforeAll(async () => {
    stranger = await strangers[name]();
  });
  afterAll(() => stranger.close());

  test('breaks nothing but what it leaves on purpose, and leaves nothing open', async () => {
    const results = await runToEnd(strangerTarget(name, stranger), checks);
    expect(unexplained(name, results)).toEqual([]);
    const broken = results.flatMap(({ check, outcome }) => (outcome.kind === 'broken' ? [check.requirement] : []));
    expect([...new Set<string>(broken)]).toEqual(left[name]);
  });

  // Pact sees one answer at a time: that a repeated key gets the *same* answer, that an effect shows after a while, that a
  // committed invoice stays as it is and that accounts are apart are for the whole run above.
  test('keeps the contract', async () => {
    const pacts = filtered([{ place: 'contract', content: contract }], { consumer: '', description: '', state: '' });
    const verifier = new Verifier();
    try {
      const verified = await verifyAgainst(strangerTarget(name, stranger), { pacts }, verifier, new Date());
      const failed = verified.interactions.filter(({ verdict }) => verdict !== 'pass');
      expect(failed.map(({ description, verdict, reason }) => `${verdict} ${description}: ${reason}`)).toEqual([]);
      expect(verified.interactions).toHaveLength(contract.interactions.length);
    } finally {
      verifier.close();
    }
  });
});

test('runs side by side do not disturb each other, on one account or on two', async () => {
  const stranger = await strangers.terse();
  try {
    const [first, second] = stranger.accounts;
    const some = checks.filter((_, index) => index % 5 === 0);
    const targets = [
      strangerTarget('terse', stranger),
      strangerTarget('terse', stranger),
      strangerTarget('terse', { ...stranger, accounts: [second, first] }),
    ];
    const found = await Promise.all(targets.map((target) => runToEnd(target, some)));
    expect(found.flatMap((results) => unexplained('terse', results))).toEqual([]);
  } finally {
    await stranger.close();
  }
});
