/**
 * Looks for credentials in whatever was printed or written. It knows nothing of how the suite masks them: it undoes
 * encodings until nothing changes any more, and looks for the password in what comes out.
 */
import type { Credentials } from '../../helpers/http/redaction.ts';

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

const undo: readonly ((text: string) => string)[] = [
  (text) => text.replaceAll(/(?:%[0-9a-fA-F]{2})+/g, (run) => Buffer.from(run.replaceAll('%', ''), 'hex').toString()),
  (text) => text.replaceAll(/&(amp|lt|gt|quot|apos);/g, (all, name: string) => named[name] ?? all),
  (text) => text.replaceAll(/&#(\d{1,7});/g, (_, code: string) => point(Number(code))),
  (text) => text.replaceAll(/&#x([0-9a-fA-F]{1,6});/g, (_, code: string) => point(Number.parseInt(code, 16))),
  (text) =>
    text.replaceAll(/\\u([0-9a-fA-F]{4})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16))),
  (text) => text.replaceAll(/\\(["\\/])/g, '$1'),
  (text) => text.replaceAll(/[\0␀]/g, ''),
  (text) => text.replaceAll('‹U+0000›', ''),
  (text) => text.replaceAll('+', ' '),
];

function point(code: number): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : '';
}

/** What a text says in all its readings: as it is, decoded step by step, and what its base64 and hexadecimal parts say. */
function* readings(text: string): Generator<string> {
  const seen = new Set<string>();
  const queue = [text];
  for (let turn = 0; queue.length > 0 && turn < 60; turn += 1) {
    const next = queue.shift() ?? '';
    if (seen.has(next)) continue;
    seen.add(next);
    yield next;
    for (const step of undo) {
      const undone = step(next);
      if (undone !== next && !seen.has(undone)) queue.push(undone);
    }
  }
  for (const reading of seen) {
    for (const [run] of reading.matchAll(/[A-Za-z0-9+/_-]{8,}/g)) {
      for (const start of [0, 1, 2, 3]) yield Buffer.from(run.slice(start), 'base64').toString('utf8');
      if (/^[0-9a-fA-F]+$/.test(run)) yield Buffer.from(run, 'hex').toString('utf8');
    }
  }
}

/** Parts of a secret that tell too much of it: it whole, and each half. */
function telling(password: string): string[] {
  const middle = Math.floor(password.length / 2);
  return password.length < 12 ? [password] : [password, password.slice(0, middle), password.slice(middle)];
}

/** The readings in which a credential shows, each with a few characters around it; empty where none does. */
export function leaksIn(text: string, accounts: readonly Credentials[]): string[] {
  const secrets = accounts.flatMap(({ password }) => telling(password));
  const found = new Set<string>();
  for (const reading of readings(text)) {
    for (const secret of secrets) {
      const at = reading.indexOf(secret);
      if (at >= 0) found.add(reading.slice(Math.max(0, at - 60), at + secret.length + 30));
    }
    if (found.size > 5) break;
  }
  return [...found];
}

/** The same for servers that echo nothing: only what the suite itself sent can show, as it was sent. */
export function plainLeaksIn(text: string, accounts: readonly Credentials[]): string[] {
  return accounts.flatMap(({ username, password }) => {
    const pair = Buffer.from(`${username}:${password}`).toString('base64');
    const sent = [
      ...telling(password),
      ...telling(pair.slice(Math.ceil(username.length * 1.5))),
      JSON.stringify(password),
    ];
    return sent.filter((secret) => text.includes(secret));
  });
}
