/** Verifying the pacts of a broker: options of our command, read and checked, as options of the official verifier. */
import type { Environment } from '../../configuration/environment.ts';
import { UsageError } from '../../failures.ts';
import { type Origin, readOrigin } from './origin.ts';
import { parseSelector, recommendedSelectors, type Selector } from './selectors.ts';
import { type BrokerSettings, readBroker } from './settings.ts';

/** What was written on the command line; a member that was not is absent. */
export interface BrokerOptions {
  readonly selector?: readonly string[];
  /** False: a pending pact fails the build as any other does. */
  readonly pending?: boolean;
  readonly includeWipSince?: string;
  readonly publish?: boolean;
  readonly providerVersion?: string;
  readonly providerBranch?: string;
  readonly buildUrl?: string;
}

/** The options of the official verifier that concern a broker. */
export interface VerifierBrokerOptions {
  readonly pactBrokerUrl: string;
  readonly pactBrokerToken?: string;
  readonly pactBrokerUsername?: string;
  readonly pactBrokerPassword?: string;
  readonly consumerVersionSelectors: Selector[];
  readonly enablePending: boolean;
  readonly includeWipPactsSince?: string;
  readonly providerVersion: string;
  readonly providerVersionBranch?: string;
  readonly providerVersionTags?: string[];
  readonly publishVerificationResult: boolean;
  readonly buildUrl?: string;
  readonly failIfNoPactsFound: true;
}

/** A verification that is ready to start. */
export interface BrokerVerification {
  readonly settings: BrokerSettings;
  readonly options: VerifierBrokerOptions;
  /** What the caller should know of what was decided for them; each a line. */
  readonly notes: readonly string[];
}

function dayOf(text: string): string {
  const date = new Date(`${text}T00:00:00Z`);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== text) {
    throw new UsageError(`--include-wip-since: '${text}' is no date like 2026-01-31`);
  }
  return text;
}

function credentialsOf({ account }: BrokerSettings): Partial<VerifierBrokerOptions> {
  if (account.kind === 'token') return { pactBrokerToken: account.token };
  if (account.kind === 'none') return {};
  return { pactBrokerUsername: account.username, pactBrokerPassword: account.password };
}

/** Without a branch the broker cannot tell which pacts our branch has never verified. */
function needsBranch(option: string): UsageError {
  return new UsageError(
    `${option}: needs the provider's branch; no git branch is checked out here, give --provider-branch`,
  );
}

function selectorsOf(texts: readonly string[], { branch }: Origin): Selector[] {
  const selectors = texts.map(parseSelector);
  if (branch === undefined && selectors.some(({ matchingBranch }) => matchingBranch === true)) {
    throw needsBranch('--selector matching-branch');
  }
  return selectors.length > 0 ? selectors : recommendedSelectors(branch);
}

/**
 * Reads options and environment. Pending pacts are on unless switched off: a consumer's new expectation, which no version
 * of ours ever kept, does not break our build. Throws UsageError for the first thing that is wrong.
 */
export function readBrokerVerification(
  options: BrokerOptions,
  environment: Environment,
  folder: string,
): BrokerVerification {
  const settings = readBroker(environment);
  const stated = {
    ...(options.providerVersion === undefined ? {} : { version: options.providerVersion }),
    ...(options.providerBranch === undefined ? {} : { branch: options.providerBranch }),
    ...(options.buildUrl === undefined ? {} : { buildUrl: options.buildUrl }),
  };
  const names = { version: '--provider-version', branch: '--provider-branch' };
  const origin = readOrigin(folder, environment, stated, names);
  const { version, branch, tags, buildUrl } = origin;
  const since = options.includeWipSince === undefined ? undefined : dayOf(options.includeWipSince);
  if (branch === undefined && since !== undefined) throw needsBranch('--include-wip-since');
  if (branch === undefined && options.pending === true) throw needsBranch('--pending');
  const enablePending = options.pending ?? branch !== undefined;
  if (!enablePending && since !== undefined) {
    throw new UsageError('--include-wip-since: work in progress is always pending; leave --no-pending out');
  }
  return {
    settings,
    options: {
      pactBrokerUrl: settings.url,
      ...credentialsOf(settings),
      consumerVersionSelectors: selectorsOf(options.selector ?? [], origin),
      enablePending,
      ...(since === undefined ? {} : { includeWipPactsSince: since }),
      providerVersion: version,
      ...(branch === undefined ? {} : { providerVersionBranch: branch }),
      ...(tags.length === 0 ? {} : { providerVersionTags: [...tags] }),
      publishVerificationResult: options.publish ?? false,
      ...(buildUrl === undefined ? {} : { buildUrl }),
      failIfNoPactsFound: true,
    },
    notes:
      branch === undefined && options.pending === undefined
        ? ["pending pacts fail this run as others do: the provider's branch is not known (--provider-branch)"]
        : [],
  };
}
