/** Removing credentials from whatever is recorded, at the moment it is recorded. */

/** Basic credentials of one account. */
export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** What stands in the place of a secret. */
export const mask = '‹redacted›';

/** The value of the `Authorization` header for credentials (RFC 7617 §2, UTF-8). */
export function basicAuthorization({ username, password }: Credentials): string {
  return `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`;
}

/** Percent-encodes every byte, as some logs do. */
function percentEncodeAll(text: string): string {
  return [...Buffer.from(text, 'utf8')].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
}

/** Shorter secrets would mask half of every answer; only their base64 form, which is long enough, is looked for. */
const shortestMasked = 4;

/** The spellings in which a secret may come back: as it is, base64, percent-encoded, inside JSON. */
function spellings(secret: string): string[] {
  const base64 = Buffer.from(secret, 'utf8').toString('base64');
  return [
    secret,
    base64,
    base64.replace(/=+$/, ''),
    base64.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, ''),
    encodeURIComponent(secret),
    encodeURIComponent(base64),
    percentEncodeAll(secret),
    percentEncodeAll(secret).toUpperCase(),
    JSON.stringify(secret).slice(1, -1),
    secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;'),
  ];
}

/**
 * A function that masks every spelling of the passwords, and of user and password together, in a text.
 * A text without any of them is returned as it is.
 */
export function redactor(accounts: readonly Credentials[]): (text: string) => string {
  const secrets = new Set<string>();
  for (const account of accounts) {
    for (const secret of [account.password, `${account.username}:${account.password}`]) {
      for (const spelling of spellings(secret)) if (spelling.length >= shortestMasked) secrets.add(spelling);
    }
  }
  const longestFirst = [...secrets].sort((left, right) => right.length - left.length);
  return (text) => {
    let redacted = text;
    for (const secret of longestFirst) {
      if (redacted.includes(secret)) redacted = redacted.replaceAll(secret, mask);
    }
    return redacted;
  };
}
