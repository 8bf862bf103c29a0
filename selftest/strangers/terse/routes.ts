/** Paths and methods of the terse server. */
import { type Answer, refuse } from './answer.ts';
import * as identities from './identities.ts';
import * as invoices from './invoices.ts';
import type { Book } from './store.ts';
import * as tasks from './tasks.ts';

/** What an operation is given. */
export interface Call {
  readonly book: Book;
  /** References in the path, in their order. */
  readonly references: readonly string[];
  readonly query: URLSearchParams;
  readonly body: Buffer;
  readonly mediaType: string;
}

/** One operation; a keyed one answers a repeated key as it did before. */
export interface Operation {
  readonly run: (call: Call) => Answer | Promise<Answer>;
  readonly keyed: boolean;
}

const keyed = (run: Operation['run']): Operation => ({ run, keyed: true });
const plain = (run: Operation['run']): Operation => ({ run, keyed: false });

const routes: Readonly<Record<string, Readonly<Record<string, Operation>>>> = {
  '/identities': { GET: plain(identities.list), POST: keyed(identities.create) },
  '/identities/*': { GET: plain(identities.read), PUT: plain(identities.upsert) },
  '/identities/*/invoices': { GET: plain(invoices.ofIdentity), POST: keyed(invoices.create) },
  '/identities/*/bankaccounts': { GET: plain(identities.bankAccounts) },
  '/identities/*/bankaccount': { POST: keyed(identities.addBankAccount) },
  '/invoices/*': { GET: plain(invoices.read), PUT: plain(invoices.update) },
  '/invoices/*/documents': { GET: plain(invoices.documents) },
  '/invoices/*/commitInvoice': { POST: keyed(tasks.commit) },
  '/invoices/*/resendInvoice': { POST: keyed(tasks.resend) },
  '/invoices/*/modifyDunning': { POST: keyed(tasks.modifyDunning) },
  '/invoices/*/importExternalDocument': { POST: plain(tasks.importDocument) },
};

/** The operation for a method and path, or a refusal. */
export function findRoute(method: string, path: string): { operation: Operation; references: readonly string[] } {
  const parts = path.startsWith('/api/') ? path.slice(4).split('/') : [];
  for (const [pattern, operations] of Object.entries(routes)) {
    const references = match(pattern.split('/'), parts);
    if (references === undefined) continue;
    const operation = Object.hasOwn(operations, method) ? operations[method] : undefined;
    const allow = Object.keys(operations).join(', ');
    return { operation: operation ?? refuse(405, `${method} is not supported here`, { allow }), references };
  }
  return refuse(404, 'there is nothing at this path');
}

function match(pattern: readonly string[], parts: readonly string[]): string[] | undefined {
  if (pattern.length !== parts.length) return undefined;
  const references: string[] = [];
  for (const [index, expected] of pattern.entries()) {
    const part = parts[index] ?? '';
    if (expected !== '*') {
      if (part !== expected) return undefined;
    } else if (part === '') return undefined;
    else references.push(decode(part));
  }
  return references;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return refuse(400, 'the path is not encoded well');
  }
}
