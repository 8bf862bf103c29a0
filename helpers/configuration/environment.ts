/** Reading the environment: every wrong value is one line that names its variable. */
import { UsageError } from '../failures.ts';
import type { Credentials } from '../http/redaction.ts';
import type { NotifyAddress } from '../notifications.ts';
import { guardHost, parseAllowedHosts } from './guard.ts';

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
  readonly sequences?: number;
  readonly notify?: NotifyAddress;
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

/** A whole number, 0 included. */
function countOf(environment: Environment, name: string): number | undefined {
  const text = textOf(environment, name);
  if (text === undefined) return undefined;
  if (!/^\d{1,6}$/.test(text)) throw new UsageError(`${name}: '${text}' is not a whole number`);
  return Number(text);
}

/** Whatever stands before an @ may be credentials, and the text is shown because it is wrong. */
function withoutUser(text: string): string {
  const at = text.lastIndexOf('@');
  return at < 0 ? text : `…${text.slice(at)}`;
}

/**
 * Throws UsageError unless a text is an http or https URL without credentials, query or fragment, whose host is spelled
 * as it is meant: `http://127.1`, `http://0x7f000001` and `https:\\host` are read by each program in its own way.
 */
export function parseUrl(name: string, text: string): URL {
  if (!URL.canParse(text)) throw new UsageError(`${name}: '${withoutUser(text)}' is not a URL`);
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new UsageError(`${name}: '${withoutUser(text)}' is not an http or https URL`);
  if (url.username !== '' || url.password !== '') {
    throw new UsageError(`${name}: the URL must hold no credentials; set TARGET_USERNAME and TARGET_PASSWORD`);
  }
  if (url.search !== '' || url.hash !== '')
    throw new UsageError(`${name}: the URL must end with its path, mostly /api`);
  const spelled = /^https?:\/\/(\[[^\]/\\]*\]|[^:/\\?#@[\]]*)(:\d+)?(\/[^\\\s?#]*)?$/i.exec(text)?.[1];
  if (spelled?.toLowerCase() !== url.hostname || url.hostname.endsWith('.')) {
    const plain = `${url.protocol}//${url.host.replace(/\.(?=:|$)/, '')}${url.pathname}`;
    throw new UsageError(`${name}: '${text}' is not spelled plainly; write ${plain} if that is meant`);
  }
  return url;
}

/** Reads the credentials of two variables; nothing where neither is set. Throws UsageError where one is wrong. */
export function accountOf(environment: Environment, user: string, secret: string): Credentials | undefined {
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

/** Where the notifications of a target beyond this machine arrive: a URL for the target, and a port that it leads to. */
function notifyOf(environment: Environment): NotifyAddress | undefined {
  const url = textOf(environment, 'NOTIFY_URL');
  const listen = textOf(environment, 'NOTIFY_LISTEN');
  if (url === undefined && listen === undefined) return undefined;
  if (url === undefined) throw new UsageError('NOTIFY_URL: missing, although NOTIFY_LISTEN is set');
  parseUrl('NOTIFY_URL', url);
  const [, host, port] = /^(?:(.+):)?(\d{1,5})$/.exec(listen ?? '') ?? [];
  if (port === undefined || Number(port) === 0 || Number(port) > 65_535) {
    const problem =
      listen === undefined ? 'missing, although NOTIFY_URL is set' : `'${listen}' is no host:port or port`;
    throw new UsageError(`NOTIFY_LISTEN: ${problem}; name the port that NOTIFY_URL leads to, such as 0.0.0.0:8089`);
  }
  return { url, host: host ?? '127.0.0.1', port: Number(port) };
}

/** Reads the variables of `.env.example`. Throws UsageError for the first that is wrong. */
export function readEnvironment(environment: Environment): EnvironmentSettings {
  const allowedHosts = parseAllowedHosts(textOf(environment, 'TARGET_ALLOW') ?? '');
  const url = textOf(environment, 'TARGET_URL');
  if (url !== undefined) guardHost(parseUrl('TARGET_URL', url), allowedHosts);
  const account = accountOf(environment, 'TARGET_USERNAME', 'TARGET_PASSWORD');
  const secondAccount = accountOf(environment, 'TARGET_USERNAME_2', 'TARGET_PASSWORD_2');
  const requestTimeoutMs = durationOf(environment, 'REQUEST_TIMEOUT_MS');
  const settleTimeoutMs = durationOf(environment, 'SETTLE_TIMEOUT_MS');
  const keyAgeMs = durationOf(environment, 'KEY_AGE_MS');
  const sequences = countOf(environment, 'SEQUENCES');
  const notify = notifyOf(environment);
  return {
    allowedHosts,
    ...(url === undefined ? {} : { url: url.replace(/\/$/, '') }),
    ...(account === undefined ? {} : { account }),
    ...(secondAccount === undefined ? {} : { secondAccount }),
    ...(requestTimeoutMs === undefined ? {} : { requestTimeoutMs }),
    ...(settleTimeoutMs === undefined ? {} : { settleTimeoutMs }),
    ...(keyAgeMs === undefined ? {} : { keyAgeMs }),
    ...(sequences === undefined ? {} : { sequences }),
    ...(notify === undefined ? {} : { notify }),
  };
}
