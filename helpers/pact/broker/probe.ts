/** Whether a broker answers, and lets us in. Asked before a command and after one that failed, so that exit codes hold. */
import { request } from 'undici';
import { basicAuthorization } from '../../http/redaction.ts';
import { BrokerUnavailable } from './failures.ts';
import { type BrokerSettings, describeAccount } from './settings.ts';

/** A broker that has not answered its index by then is not there for a pipeline either. */
const patienceMs = 15_000;

/** An index is a few kilobytes; what is much larger is no broker's. */
const largestIndex = 1_000_000;

function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return `no answer within ${patienceMs / 1000} s`;
  const { code } = error as { code?: unknown };
  return typeof code === 'string' && !error.message.includes(code) ? `${error.message} (${code})` : error.message;
}

function authorizationOf({ account }: BrokerSettings): Record<string, string> {
  if (account.kind === 'none') return {};
  return { authorization: account.kind === 'token' ? `Bearer ${account.token}` : basicAuthorization(account) };
}

/** The index of a broker is a HAL document that links to what a broker can do. */
function isIndex(text: string): boolean {
  try {
    const document: unknown = JSON.parse(text);
    return typeof document === 'object' && document !== null && /"pb:[a-z-]+"/.test(text);
  } catch {
    return false;
  }
}

/** Reads the broker's index. Throws BrokerUnavailable, in one line, where it cannot be used. */
export async function probeBroker(settings: BrokerSettings, timeoutMs: number = patienceMs): Promise<void> {
  const { url } = settings;
  let [status, text] = [0, ''];
  try {
    const answer = await request(`${url}/`, {
      headers: { accept: 'application/hal+json', ...authorizationOf(settings) },
      signal: AbortSignal.timeout(timeoutMs),
      reset: true,
    });
    status = answer.statusCode;
    for await (const chunk of answer.body.setEncoding('utf8')) {
      text += String(chunk);
      if (text.length > largestIndex) break;
    }
  } catch (error) {
    throw new BrokerUnavailable(`the Pact Broker at ${url} could not be reached: ${causeOf(error)}`);
  }
  if (status === 401 || status === 403) {
    const asked = describeAccount(settings.account);
    const hint = settings.account.kind === 'none' ? '; set PACT_BROKER_TOKEN, or a user and password' : '';
    throw new BrokerUnavailable(`the Pact Broker at ${url} refused ${asked} (${status})${hint}`);
  }
  if (status !== 200) throw new BrokerUnavailable(`the Pact Broker at ${url} answered ${status} to its own address`);
  if (!isIndex(text)) {
    throw new BrokerUnavailable(
      `what answers at ${url} is no Pact Broker; look at PACT_BROKER_BASE_URL, path included`,
    );
  }
}
