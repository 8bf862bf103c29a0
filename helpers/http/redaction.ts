/** Removing credentials from whatever is recorded, at the moment it is recorded. */
import { description } from '../../contracts/fields.ts';
import { catalogue } from '../../contracts/requirements/index.ts';
import { base64Cores, fragmentsOf, spelledAnyhow } from './spellings.ts';

/** Basic credentials of one account. */
export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** What stands in the place of a secret. */
export const mask = '‹redacted›';

/** What stands in the place of credentials that a check made from the real ones: a password without its last character. */
export const variationMask = '‹redacted: made from the password›';

/** The value of the `Authorization` header for credentials (RFC 7617 §2, UTF-8). */
export function basicAuthorization({ username, password }: Credentials): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}

/** Shorter ones cannot be told apart from ordinary text. */
const shortest = 4;
/** A part of this length tells enough of a secret, and is seldom there by chance. */
const fragment = 8;
/** Shorter passwords are looked for as a whole alone. */
const shortestWithFragments = 12;
/** Names and values of headers come again with every answer: so many texts without a secret, none longer, are remembered. */
const remembered = { texts: 1000, length: 80 };

/** Words that answers hold anyway: a password among them is no secret, and masking it would destroy every report. */
const vocabulary = `${JSON.stringify(description)}${JSON.stringify(catalogue)}true false null http://127.0.0.1 localhost
    authorization basic bearer content-type content-length transfer-encoding chunked connection keep-alive close date
    server accept application/json charset=utf-8 www-authenticate realm password username conformance`.toLowerCase();

function isCommon(password: string): boolean {
  return /^\d{1,7}$/.test(password) || vocabulary.includes(password.toLowerCase());
}

/** What is looked for in texts, each in the way that finds it fastest. */
interface Sought {
  /** Found as they stand. */
  readonly exact: ReadonlySet<string>;
  /** Parts of base64 or hexadecimal: the whole word around them is masked. */
  readonly coded: ReadonlySet<string>;
  /** Parts of passwords. */
  readonly parts: ReadonlySet<string>;
  /** Percent-encoded, escaped for JSON or HTML, or mixed. */
  readonly escaped: RegExp[];
  /** Only behind a word that says what it is. */
  readonly announced: RegExp[];
  /** Secrets of which the end may have been cut off. */
  readonly whole: readonly string[];
}

/**
 * A function that masks every spelling of the passwords, of user and password together, and of `others` in a text: as it is,
 * as part of base64 or hexadecimal, percent-encoded, escaped for JSON or HTML, and parts long enough to tell the rest. A
 * password that is short or an ordinary word is masked only together with its user or where a word announces it.
 * A text without any of them is returned as it is.
 */
export function redactor(accounts: readonly Credentials[], others: readonly string[] = []): (text: string) => string {
  const sought = soughtFor(accounts, others);
  const exact = [...sought.exact].sort(byLength);
  const plain = new RegExp([...exact, ...sought.coded, ...sought.parts].map(literal).join('|'));
  const hints = hintsOf([...accounts.map(({ password }) => password), ...others]);
  const clean = new Set<string>();
  return (text) => {
    if (clean.has(text)) return text;
    // Most texts end here.
    if (!plain.test(text) && !hints.test(text)) {
      if (text.length <= remembered.length && clean.size < remembered.texts) clean.add(text);
      return text;
    }
    let redacted = text;
    for (const pattern of sought.escaped) redacted = redacted.replaceAll(pattern, mask);
    for (const secret of exact) redacted = redacted.replaceAll(secret, mask);
    for (const pattern of sought.announced) redacted = redacted.replaceAll(pattern, `$1${mask}`);
    redacted = maskCoded(redacted, sought.coded);
    // Before the parts: they would leave what stands between them and the cut.
    redacted = maskParts(maskCut(redacted, sought.whole), sought.parts);
    return redacted.replaceAll(/‹redacted›(?:‹redacted›)+/g, mask);
  };
}

/** What stands in every text that spells a secret in one of the rarer ways, or announces it. */
function hintsOf(secrets: readonly string[]): RegExp {
  // The bytes of characters above ISO 8859-1 may read as any text.
  if (secrets.some((secret) => /[^\0-\xff]/.test(secret))) return /^/;
  return /[%&\\\0…\x80-\xbf\ufffd]|pass|pwd|secret|credential|authorization/i;
}

const byLength = (left: string, right: string) => right.length - left.length;
const literal = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&');

function soughtFor(accounts: readonly Credentials[], others: readonly string[]): Sought {
  const exact = new Set<string>();
  const coded = new Set<string>();
  const parts = new Set<string>();
  const secrets = new Set<string>();
  const announced: RegExp[] = [];
  const whole: string[] = [];
  const everywhere = (secret: string) => {
    exact.add(secret);
    secrets.add(secret);
    for (const core of base64Cores(secret)) coded.add(core);
    const hex = Buffer.from(secret).toString('hex');
    if (hex.length >= fragment) for (const one of [hex, hex.toUpperCase()]) coded.add(one);
  };
  for (const { username, password } of accounts) {
    const pair = `${username}:${password}`;
    everywhere(pair);
    const base64 = basicAuthorization({ username, password }).slice('Basic '.length);
    exact.add(`Basic ${base64}`);
    whole.push(base64);
    // What tells of the user alone stands in every request with a wrong password as well.
    const secretPart = base64.slice(Math.ceil((Buffer.byteLength(`${username}:`) * 8) / 6));
    const hexadecimal = Buffer.from(secretPart).toString('hex');
    for (const one of [hexadecimal, hexadecimal.toUpperCase()]) if (one.length > fragment) coded.add(one);
    for (const part of fragmentsOf(secretPart, fragment)) {
      for (const spelling of [part, part.replaceAll('+', '-').replaceAll('/', '_')]) coded.add(spelling);
    }
    if (password.length < shortest || isCommon(password)) {
      const words = '\\b(?:pass(?:word|wd|wort)?|pwd|secret|credentials?|authorization)';
      announced.push(new RegExp(`(${words}["']?\\s*[:=]\\s*["']?)${spelledAnyhow(password)}(?![\\p{L}\\p{N}])`, 'giu'));
      continue;
    }
    whole.push(password);
    // A check sends these variations, and a server may echo them.
    for (const variation of new Set([
      password,
      password.slice(0, -1),
      password.toUpperCase(),
      password.toLowerCase(),
    ])) {
      if (variation.length >= shortest && !isCommon(variation)) everywhere(variation);
    }
    if (password.length < shortestWithFragments) continue;
    // A server may cut the base64 of a pair in two, and a check may have sent the password with another user.
    for (const core of base64Cores(password)) for (const part of fragmentsOf(core, fragment)) coded.add(part);
    for (const spelling of new Set([password, JSON.stringify(password).slice(1, -1)])) {
      for (const part of fragmentsOf(spelling, fragment)) if (!isCommon(part)) parts.add(part);
    }
  }
  for (const secret of others) {
    if (secret.length < shortest || isCommon(secret)) continue;
    everywhere(secret);
    whole.push(secret);
  }
  // The longest first, or of one that holds another the rest would stay.
  const escaped = [...secrets].sort(byLength).map((secret) => new RegExp(spelledAnyhow(secret), 'gu'));
  return { exact, coded, parts, escaped, announced, whole };
}

/** Masks the whole word around each part that was found: its neighbours tell of the secret as well. */
function maskCoded(text: string, parts: ReadonlySet<string>): string {
  const isWord = (index: number) => /[A-Za-z0-9+/_=-]/.test(redacted[index] ?? '');
  let redacted = text;
  for (const part of parts) {
    for (let at = redacted.indexOf(part); at >= 0; at = redacted.indexOf(part, at)) {
      let [start, end] = [at, at + part.length];
      while (isWord(start - 1)) start -= 1;
      while (isWord(end)) end += 1;
      redacted = redacted.slice(0, start) + mask + redacted.slice(end);
      at = start + mask.length;
    }
  }
  return redacted;
}

/** Masks all that is covered by parts, where they overlap as well. */
function maskParts(text: string, parts: ReadonlySet<string>): string {
  const found: [start: number, end: number][] = [];
  for (const part of parts) {
    for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) found.push([at, at + part.length]);
  }
  let redacted = '';
  let done = 0;
  for (const [start, end] of found.sort(([left], [right]) => left - right)) {
    // One that overlaps the last adds a mask without a gap; such are made one in the end.
    redacted += text.slice(done, start) + mask;
    done = Math.max(done, end);
  }
  return redacted + text.slice(done);
}

/** Fewer characters before a cut tell nothing. */
const shortestCut = 3;

/** Masks the beginning of a secret of which the rest was cut off where a long text is shortened. */
function maskCut(text: string, secrets: readonly string[]): string {
  return text
    .split('…')
    .map((piece, index, pieces) => {
      if (index === pieces.length - 1) return piece;
      const cut = Math.max(0, ...secrets.map((secret) => cutLength(piece, secret)));
      return cut === 0 ? piece : piece.slice(0, -cut) + mask;
    })
    .join('…');
}

function cutLength(text: string, secret: string): number {
  for (let length = secret.length; length >= shortestCut; length -= 1) {
    if (text.endsWith(secret.slice(0, length))) return length;
  }
  return 0;
}

/**
 * A function for values of `Authorization`: the run's own become `Basic` and the mask. What a check made from a password (one
 * without its last character, in other letter case) tells nearly as much and is masked as a whole, too; invented ones stay.
 */
export function authorizationRedactor(
  accounts: readonly Credentials[],
  redact: (text: string) => string,
): (value: string) => string {
  const own = new Set(accounts.map(basicAuthorization));
  return (value) => {
    const [scheme = '', token = ''] = value.split(/\s+(.*)/s);
    if (own.has(`Basic ${token}`)) return `${scheme} ${mask}`;
    const said = Buffer.from(token, 'base64').toString('utf8').toLowerCase();
    const sent = said.slice(said.indexOf(':') + 1);
    const isVariation = accounts.some(({ password }) => sharesHalf(sent, password.toLowerCase()));
    const redacted = redact(value);
    return isVariation || redacted !== value ? `${scheme} ${variationMask}` : value;
  };
}

function sharesHalf(text: string, password: string): boolean {
  const half = Math.max(1, Math.ceil(password.length / 2));
  for (let start = 0; start + half <= password.length; start += 1) {
    if (text.includes(password.slice(start, start + half))) return true;
  }
  return false;
}
