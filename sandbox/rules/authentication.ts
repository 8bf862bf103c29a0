/** Basic authentication as RFC 7617 says. */
import { timingSafeEqual } from 'node:crypto';
import type { AuthenticationRules } from '../rules.ts';
import type { AccountData } from '../world.ts';

const scheme = /^basic +([^\s]+)$/i;
const base64 = /^[A-Za-z0-9+/]+={0,2}$/;
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

export const authentication: AuthenticationRules = {
  login(request) {
    const { authentication } = request.rules;
    const sent = authentication.credentials(request, request.headers.authorization);
    if (sent === undefined) return undefined;
    let caller: AccountData | undefined;
    // Every account is compared, so that the time taken does not tell which one came close.
    for (const candidate of request.world.accounts) {
      const username = authentication.usernameMatches(request, sent.username, candidate.account.username);
      const password = authentication.passwordMatches(request, sent.password, candidate.account.password);
      if (username && password) caller = candidate;
    }
    return caller;
  },
  credentials: (_request, header) => parseBasic(header),
  usernameMatches: (_request, sent, stored) => equal(sent, stored),
  passwordMatches: (_request, sent, stored) => equal(sent, stored),
  challenge: () => 'Basic realm="Abillify", charset="UTF-8"',
  actsDespiteRefusal: () => false,
};

/** User and password of an `Authorization` header, or undefined where it is not well-formed Basic. */
export function parseBasic(header: string | undefined): { username: string; password: string } | undefined {
  const encoded = header === undefined ? undefined : scheme.exec(header)?.[1];
  if (encoded === undefined || !base64.test(encoded)) return undefined;
  return splitAtFirstColon(decode(encoded));
}

/** The text that base64 stands for; a text that is not UTF-8 is read as Latin-1. */
function decode(encoded: string): string {
  const bytes = Buffer.from(encoded, 'base64');
  try {
    return utf8.decode(bytes);
  } catch {
    return bytes.toString('latin1');
  }
}

function splitAtFirstColon(text: string): { username: string; password: string } | undefined {
  const colon = text.indexOf(':');
  if (colon < 0 || hasControlCharacter(text)) return undefined;
  return { username: text.slice(0, colon), password: text.slice(colon + 1) };
}

function hasControlCharacter(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code < 32 || code === 127) return true;
  }
  return false;
}

/** Compares in a time that depends on the stored text alone. */
function equal(sent: string, stored: string): boolean {
  const expected = Buffer.from(stored);
  const actual = Buffer.alloc(expected.length);
  const sentLength = Buffer.byteLength(sent);
  actual.write(sent);
  return timingSafeEqual(actual, expected) && sentLength === expected.length;
}
