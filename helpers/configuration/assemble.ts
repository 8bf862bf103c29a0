/** Putting a target together: options win over the environment, the environment over the target's file. */
import { UsageError } from '../failures.ts';
import { defaultFixtures, defaultLimits, type Limits, type Target } from '../target.ts';
import { type EnvironmentSettings, parseUrl } from './environment.ts';
import { guardHost } from './guard.ts';

/** A target as far as it is known before a run; one without a URL is the sandbox, which is yet to be started. */
export interface TargetDraft extends Omit<Target, 'url' | 'account'> {
  readonly url?: string;
  readonly account?: Target['account'];
}

/** What the command line says of a target. */
export interface TargetOptions {
  readonly url?: string;
  readonly rate?: number;
  readonly concurrency?: number;
}

/** The sandbox answers at once and forgets nothing, so its keys need not grow old before they are used again. */
const sandboxKeyAgeMs = 1500;

/** Throws UsageError for the first thing that is wrong or missing. */
export function assembleTarget(options: TargetOptions, environment: EnvironmentSettings): TargetDraft {
  if (options.url !== undefined) guardHost(parseUrl('--url', options.url), environment.allowedHosts);
  const url = options.url?.replace(/\/$/, '') ?? environment.url;
  const { account, secondAccount } = environment;
  if (url !== undefined && account === undefined) {
    throw new UsageError(
      'TARGET_USERNAME: missing; a target other than the sandbox needs TARGET_USERNAME and TARGET_PASSWORD',
    );
  }
  return {
    name: url === undefined ? 'sandbox' : 'target',
    ...(url === undefined || account === undefined ? {} : { url, account }),
    ...(url === undefined || secondAccount === undefined ? {} : { secondAccount }),
    fixtures: defaultFixtures,
    limits: limitsOf(options, environment, url === undefined),
    readOnly: false,
    noMails: false,
    ...(environment.notify === undefined ? {} : { notify: environment.notify }),
    waivers: [],
  };
}

function limitsOf(options: TargetOptions, environment: EnvironmentSettings, sandbox: boolean): Limits {
  return {
    ...defaultLimits,
    rate: options.rate ?? defaultLimits.rate,
    concurrency: options.concurrency ?? defaultLimits.concurrency,
    requestTimeoutMs: environment.requestTimeoutMs ?? defaultLimits.requestTimeoutMs,
    settleTimeoutMs: environment.settleTimeoutMs ?? defaultLimits.settleTimeoutMs,
    keyAgeMs: environment.keyAgeMs ?? (sandbox ? sandboxKeyAgeMs : defaultLimits.keyAgeMs),
  };
}
