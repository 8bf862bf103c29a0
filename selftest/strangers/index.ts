/** Servers that the suite has not been written on, and how to take one as a target. */
import { defaultFixtures, defaultLimits, type Target } from '../../helpers/target.ts';
import { startTalkative } from './talkative/server.ts';
import { startTerse } from './terse/server.ts';

/** A server under way; its two accounts do not see each other. */
export interface Stranger {
  readonly url: string;
  readonly accounts: readonly [Target['account'], Target['account']];
  close(): Promise<void>;
}

/** How each stranger is started, by name. */
export const strangers = { terse: startTerse, talkative: startTalkative } satisfies Record<
  string,
  () => Promise<Stranger>
>;

export type StrangerName = keyof typeof strangers;

/** A stranger as a target, with waits that fit its lags and its rate limit. */
export function strangerTarget(name: StrangerName, { url, accounts: [account, secondAccount] }: Stranger): Target {
  return {
    name,
    url,
    account,
    secondAccount,
    fixtures: defaultFixtures,
    limits: { ...defaultLimits, requestTimeoutMs: 5000, settleTimeoutMs: 3000, keyAgeMs: 100 },
    readOnly: false,
    noMails: false,
    waivers: [],
  };
}
