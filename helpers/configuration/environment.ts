/** Reading the environment: every wrong value is one line that names its variable. */
import { UsageError } from '../failures.ts';
import type { Credentials } from '../http/redaction.ts';
import { guardHost } from './guard.ts';

/** The variables of one process, as `process.env` has them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What the environment says of a target; a member that nothing was said of is absent. */
export interface EnvironmentSettings {
  readonly url?: string;
  readonly account?: Credentials;
  readonly secondAccount?: Credentials;
  readonly requestTimeoutMs?: number;
  readonly settleTimeoutMs?: number;
  readonly keyAgeMs?: number;
  readonly allowedHosts: readonly string[];
}

function textOf(environment: Environment, name: string): string | undefined {
  const value = environment[name];
  return value === undefined || value === '' ? undefined : value;
}

/** A whole number of milliseconds. */
function durationOf(environment: Environment, name: string): number | undefined {
  const text = textOf(environment, name);
  if (text === undefined) return undefined;
  if (!/^\d{1,9}$/.test(text) || Number(text) === 0) {
    throw new UsageError(`${name}: '${text}' is not a number of milliseconds greater than 0`);
  }
  return Number(text);
}

/** Throws UsageError unless a text is an http or https URL without credentials, query or fragment. */
export function parseUrl(name: string, text: string): URL {
  if (!URL.canParse(text)) throw new UsageError(`${name}: '${text}' is not a URL`);
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new UsageError(`${name}: '${text}' is not an http or https URL`);
  if (url.username !== '' || url.password !== '') {
    throw new UsageError(`${name}: the URL must hold no credentials; set TARGET_USERNAME and TARGET_PASSWORD`);
  }
  if (url.search !== '' || url.hash !== '')
    throw new UsageError(`${name}: the URL must end with its path, mostly /api`);
  return url;
}

function accountOf(environment: Environment, suffix: string): Credentials | undefined {
  const [user, secret] = [`TARGET_USERNAME${suffix}`, `TARGET_PASSWORD${suffix}`];
  const username = textOf(environment, user);
  const password = textOf(environment, secret);
  if (username === undefined && password === undefined) return undefined;
  if (username === undefined) throw new UsageError(`${user}: missing, although ${secret} is set`);
  if (password === undefined) throw new UsageError(`${secret}: missing, although ${user} is set`);
  if (username.includes(':'))
    throw new UsageError(`${user}: a user name of Basic authentication holds no colon (RFC 7617 §2)`);
  for (const [name, value] of [
    [user, username],
    [secret, password],
  ] as const) {
    if (/\p{Cc}/u.test(value)) throw new UsageError(`${name}: holds a control character (RFC 7617 §2)`);
  }
  return { username, password };
}

/** Reads the variables of `.env.example`. Throws UsageError for the first that is wrong. */
export function readEnvironment(environment: Environment): EnvironmentSettings {
  const allowedHosts = (textOf(environment, 'TARGET_ALLOW') ?? '').split(/[\s,]+/).filter((host) => host !== '');
  const url = textOf(environment, 'TARGET_URL');
  if (url !== undefined) guardHost(parseUrl('TARGET_URL', url), allowedHosts);
  const account = accountOf(environment, '');
  const secondAccount = accountOf(environment, '_2');
  const requestTimeoutMs = durationOf(environment, 'REQUEST_TIMEOUT_MS');
  const settleTimeoutMs = durationOf(environment, 'SETTLE_TIMEOUT_MS');
  const keyAgeMs = durationOf(environment, 'KEY_AGE_MS');
  return {
    allowedHosts,
    ...(url === undefined ? {} : { url: url.replace(/\/$/, '') }),
    ...(account === undefined ? {} : { account }),
    ...(secondAccount === undefined ? {} : { secondAccount }),
    ...(requestTimeoutMs === undefined ? {} : { requestTimeoutMs }),
    ...(settleTimeoutMs === undefined ? {} : { settleTimeoutMs }),
    ...(keyAgeMs === undefined ? {} : { keyAgeMs }),
  };
}
