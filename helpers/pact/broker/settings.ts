/** Where the Pact Broker is and who we are there, as the environment says. */
import type { Environment } from '../../configuration/environment.ts';
import { UsageError } from '../../failures.ts';
import { redactor } from '../../http/redaction.ts';

/** How a broker is told who asks: a bearer token (PactFlow and others), a user of Basic authentication, or nobody. */
export type BrokerAccount =
  | { readonly kind: 'none' }
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'user'; readonly username: string; readonly password: string };

/** A broker and our account there. */
export interface BrokerSettings {
  /** Without a slash at its end. */
  readonly url: string;
  readonly account: BrokerAccount;
}

const names = {
  url: 'PACT_BROKER_BASE_URL',
  token: 'PACT_BROKER_TOKEN',
  username: 'PACT_BROKER_USERNAME',
  password: 'PACT_BROKER_PASSWORD',
} as const;

function textOf(environment: Environment, name: string): string | undefined {
  const value = environment[name];
  if (value === undefined || value === '') return undefined;
  if (/\p{Cc}/u.test(value)) throw new UsageError(`${name}: holds a control character, which no header can carry`);
  return value;
}

/** Never repeats the text in a message where it could hold a password. */
function urlOf(environment: Environment): string {
  const text = textOf(environment, names.url);
  if (text === undefined) {
    throw new UsageError(
      `${names.url}: missing; set it to the address of your Pact Broker, as in https://broker.example`,
    );
  }
  const shown = text.includes('@') ? 'the value' : `'${text}'`;
  if (!URL.canParse(text)) throw new UsageError(`${names.url}: ${shown} is not a URL`);
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new UsageError(`${names.url}: ${shown} is not an http or https URL`);
  }
  if (url.username !== '' || url.password !== '') {
    throw new UsageError(
      `${names.url}: the URL must hold no credentials; set ${names.token}, or ${names.username} and ${names.password}`,
    );
  }
  if (url.search !== '' || url.hash !== '') {
    throw new UsageError(`${names.url}: the URL of a broker holds no query and no fragment`);
  }
  return url.href.replace(/\/+$/, '');
}

function accountOf(environment: Environment): BrokerAccount {
  const token = textOf(environment, names.token);
  const username = textOf(environment, names.username);
  const password = textOf(environment, names.password);
  if (token !== undefined) {
    const other = username === undefined ? names.password : names.username;
    if (username !== undefined || password !== undefined) {
      throw new UsageError(`${names.token}: set, and ${other} too; a broker takes one of them, unset the other`);
    }
    return { kind: 'token', token };
  }
  if (username === undefined && password === undefined) return { kind: 'none' };
  if (username === undefined) throw new UsageError(`${names.username}: missing, although ${names.password} is set`);
  if (password === undefined) throw new UsageError(`${names.password}: missing, although ${names.username} is set`);
  if (username.includes(':')) {
    throw new UsageError(`${names.username}: a user name of Basic authentication holds no colon (RFC 7617 §2)`);
  }
  return { kind: 'user', username, password };
}

/** Reads `PACT_BROKER_*`. Throws UsageError for the first variable that is wrong. */
export function readBroker(environment: Environment): BrokerSettings {
  return { url: urlOf(environment), account: accountOf(environment) };
}

/** What the account is called in a message: the variables that are set, never their values. */
export function describeAccount({ kind }: BrokerAccount): string {
  if (kind === 'token') return names.token;
  return kind === 'user' ? `${names.username} and ${names.password}` : 'no credentials';
}

/** The variables by which the official client learns all this, so that nothing of it is in its arguments. */
export function clientEnvironment({ url, account }: BrokerSettings): Record<string, string> {
  return {
    [names.url]: url,
    ...(account.kind === 'token' ? { [names.token]: account.token } : {}),
    ...(account.kind === 'user' ? { [names.username]: account.username, [names.password]: account.password } : {}),
  };
}

/** The names above: taken out of an environment before `clientEnvironment` is put in. */
export const brokerVariables: readonly string[] = Object.values(names);

/** Masks the token or the password, in every spelling, in whatever is printed. */
export function brokerRedactor({ account }: BrokerSettings): (text: string) => string {
  if (account.kind === 'none') return (text) => text;
  return redactor([account.kind === 'token' ? { username: '', password: account.token } : account]);
}
