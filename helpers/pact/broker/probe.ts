/** Whether a broker answers, and lets us in. Asked before a command and after one that failed, so that exit codes hold. */
import { request as plain } from 'node:http';
import { request as secure } from 'node:https';
import { basicAuthorization } from '../../http/redaction.ts';
import { BrokerUnavailable } from './failures.ts';
import { type BrokerSettings, describeAccount } from './settings.ts';

/** A broker that has not answered its index by then is not there for a pipeline either. */
const patienceMs = 15_000;

/** An index is a few kilobytes; what is much larger is no broker's. */
const largestIndex = 1_000_000;

/** One line, whatever OpenSSL and its like have to say. */
function causeOf(error: unknown, timeoutMs: number): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return `no answer within ${timeoutMs / 1000} s`;
  const { code } = error as { code?: unknown };
  const [message = ''] = error.message.split('\n');
  return typeof code === 'string' && !message.includes(code) ? `${message} (${code})` : message;
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

/** Asks for the index with Node.js's own client: each command does this, and another library costs it a fifth of its time. */
function readIndex(settings: BrokerSettings, timeoutMs: number): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const url = new URL(`${settings.url}/`);
    const asked = (url.protocol === 'https:' ? secure : plain)(url, {
      headers: { accept: 'application/hal+json', ...authorizationOf(settings) },
      agent: false,
    });
    const timer = setTimeout(() => asked.destroy(new DOMException('', 'TimeoutError')), timeoutMs);
    asked.once('error', reject).once('close', () => clearTimeout(timer));
    asked.once('response', (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
        if (text.length > largestIndex) answer.destroy(new Error('its index has no end'));
      });
      answer.once('error', reject).once('end', () => resolve({ status: answer.statusCode ?? 0, text }));
    });
    asked.end();
  });
}

async function reachedIndex(settings: BrokerSettings, timeoutMs: number) {
  try {
    return await readIndex(settings, timeoutMs);
  } catch (error) {
    const cause = causeOf(error, timeoutMs);
    throw new BrokerUnavailable(`the Pact Broker at ${settings.url} could not be reached: ${cause}`);
  }
}

/** Reads the broker's index. Throws BrokerUnavailable, in one line, where it cannot be used. */
export async function probeBroker(settings: BrokerSettings, timeoutMs: number = patienceMs): Promise<void> {
  const { url } = settings;
  const { status, text } = await reachedIndex(settings, timeoutMs);
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
