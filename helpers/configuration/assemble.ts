/** Putting a target together: options win over the environment, the environment over the target's file. */
import { UsageError } from '../failures.ts';
import type { Credentials } from '../http/redaction.ts';
import { defaultFixtures, defaultLimits, type Fixtures, type Limits, type Target, type WaiverList } from '../target.ts';
import { loadBaseline } from './baseline-file.ts';
import { accountOf, type Environment, type EnvironmentSettings, parseUrl, readEnvironment } from './environment.ts';
import { guardHost } from './guard.ts';
import type { TargetFile } from './target-file.ts';
import { findTargetFile } from './targets-folder.ts';

/** A target as far as it is known before a run; one without a URL is the sandbox, which is yet to be started. */
export interface TargetDraft extends Omit<Target, 'url' | 'account'> {
  readonly url?: string;
  readonly account?: Credentials;
}

/** What the command line says of a target. */
export interface TargetOptions {
  /** Name of the target's file. */
  readonly target?: string;
  readonly url?: string;
  readonly sequences?: number;
  readonly rate?: number;
  readonly concurrency?: number;
  /** Nothing will be sent, so that no credentials are needed. */
  readonly dryRun?: boolean;
  /** Set where the baseline is about to be recorded anew: the present one may be missing or broken. */
  readonly withoutBaseline?: true;
}

/** The sandbox answers at once and forgets nothing, so its keys need not grow old before they are used again. */
const sandboxKeyAgeMs = 1500;

/**
 * Throws UsageError for the first thing that is wrong or missing. Without a name the target is the one of TARGET_URL, of
 * which no file is read, or else the sandbox. A file without a URL is the sandbox's, whatever TARGET_URL says.
 */
export function assembleTarget(options: TargetOptions, environment: Environment, folder = 'targets'): TargetDraft {
  const said = readEnvironment(environment);
  const own = options.url ?? (options.target === undefined ? said.url : undefined);
  const name = options.target ?? (own === undefined ? 'sandbox' : 'target');
  const file =
    options.target === undefined && own !== undefined
      ? undefined
      : findTargetFile(name, folder, options.target !== undefined);
  const settings: TargetFile['settings'] = file?.settings ?? {};
  const url = urlOf(options, said, file, name);
  const accounts = url === undefined ? {} : accountsOf(environment, file, options.dryRun === true);
  const baseline = options.withoutBaseline === true ? undefined : loadBaseline(name, folder, file);
  return {
    name,
    ...(url === undefined ? {} : { url }),
    ...accounts,
    fixtures: fixturesOf(file),
    limits: limitsOf(options, said, file, url === undefined),
    readOnly: settings.readOnly ?? false,
    noMails: settings.noMails ?? false,
    ...(said.notify === undefined ? {} : { notify: said.notify }),
    waivers: (settings.waivers ?? []).map((waiver, index) => ({
      ...waiver,
      ...(file === undefined ? {} : { place: file.placeOf('waivers', index) }),
    })),
    ...(file === undefined ? {} : { waiverList: { path: file.path, holds: holdsOf(settings.waivers) } }),
    ...(baseline === undefined ? {} : { baseline }),
  };
}

function holdsOf(waivers: readonly unknown[] | undefined): WaiverList['holds'] {
  if (waivers === undefined) return 'nothing';
  return waivers.length === 0 ? 'none' : 'some';
}

function urlOf(
  options: TargetOptions,
  said: EnvironmentSettings,
  file: TargetFile | undefined,
  name: string,
): string | undefined {
  const written = file?.settings.url;
  const isSandbox = name === 'sandbox' && written === undefined;
  const fromEnvironment = isSandbox ? undefined : said.url;
  if (options.url !== undefined) guardHost(parseUrl('--url', options.url), said.allowedHosts, { name: '--url' });
  else if (written !== undefined && fromEnvironment === undefined) {
    const place = file?.placeOf('url') ?? '';
    const declaredTest = file?.settings.test === true;
    guardHost(parseUrl(place, written), said.allowedHosts, { name: place, declaredTest });
  }
  const url = options.url ?? fromEnvironment ?? written;
  if (url === undefined && !isSandbox && file !== undefined) {
    throw new UsageError(`${file.path}:1: url is missing; write the base URL, up to and including /api`);
  }
  return url?.replace(/\/+$/, '');
}

const defaultVariables = {
  username: 'TARGET_USERNAME',
  password: 'TARGET_PASSWORD',
  username2: 'TARGET_USERNAME_2',
  password2: 'TARGET_PASSWORD_2',
};

/** The accounts in the variables that the file names, and in no other: those may hold secrets of another server. */
function accountsOf(environment: Environment, file: TargetFile | undefined, dryRun: boolean) {
  const names = { ...defaultVariables, ...withoutUndefined(file?.settings.credentials ?? {}) };
  const account = accountOf(environment, names.username, names.password);
  if (account === undefined && !dryRun) {
    throw new UsageError(
      `${names.username}: missing; a target other than the sandbox needs ${names.username} and ${names.password}`,
    );
  }
  const secondAccount = accountOf(environment, names.username2, names.password2);
  return { ...(account === undefined ? {} : { account }), ...(secondAccount === undefined ? {} : { secondAccount }) };
}

function fixturesOf(file: TargetFile | undefined): Fixtures {
  return { ...defaultFixtures, ...withoutUndefined(file?.settings.fixtures ?? {}) };
}

function limitsOf(
  options: TargetOptions,
  said: EnvironmentSettings,
  file: TargetFile | undefined,
  sandbox: boolean,
): Limits {
  return {
    ...defaultLimits,
    ...(sandbox ? { keyAgeMs: sandboxKeyAgeMs } : {}),
    ...withoutUndefined(file?.settings.limits ?? {}),
    ...withoutUndefined({
      rate: options.rate,
      concurrency: options.concurrency,
      requestTimeoutMs: said.requestTimeoutMs,
      settleTimeoutMs: said.settleTimeoutMs,
      keyAgeMs: said.keyAgeMs,
      sequences: options.sequences ?? said.sequences,
    }),
  };
}

/** The members that have a value. */
function withoutUndefined<T extends object>(members: T): { [Name in keyof T]?: Exclude<T[Name], undefined> } {
  // Object.fromEntries forgets which member has which type.
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as {
    [Name in keyof T]?: Exclude<T[Name], undefined>;
  };
}
