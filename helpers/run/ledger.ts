/** What a run left on the server. No operation to delete anything is documented, so none of it can be undone. */

import { isObject, isSuccess } from '../http/answer.ts';
import type { CreatedReport } from '../report/model.ts';
import type { ExchangeRecord } from './recorder.ts';

/** Counts what was created, each reference once however often the call was repeated. */
export class Ledger {
  private readonly prefix: string;
  private readonly identities = new Set<string>();
  private readonly invoices = new Set<string>();
  private readonly committed = new Set<string>();
  private resent = 0;
  private uncertain = 0;
  private nameless = 0;

  constructor(prefix: string) {
    this.prefix = prefix;
  }

  /** Takes one exchange. */
  note(record: ExchangeRecord): void {
    const { operation, answer, exchange } = record;
    const creates = operation === 'createIdentity' || operation === 'upsertIdentity' || operation === 'createInvoice';
    const { method } = exchange.request;
    if (method !== 'POST' && method !== 'PUT') return;
    if (answer === undefined) {
      if (creates) this.uncertain += 1;
      return;
    }
    if (!isSuccess(answer.status)) return;
    if (creates) {
      const things = operation === 'createInvoice' ? this.invoices : this.identities;
      things.add(`${callerOf(record)} ${this.referenceOf(record) ?? `nameless ${++this.nameless}`}`);
    } else if (operation === 'commitInvoice') this.committed.add(answer.sent.path);
    else if (operation === 'resendInvoice') this.resent += 1;
  }

  /** The account of it so far. */
  report(): CreatedReport {
    return {
      prefix: this.prefix,
      identities: this.identities.size,
      invoices: this.invoices.size,
      committed: this.committed.size,
      resent: this.resent,
      uncertain: this.uncertain,
    };
  }

  private referenceOf({ operation, answer }: ExchangeRecord): string | undefined {
    if (answer === undefined) return undefined;
    if (operation === 'upsertIdentity') return decoded(answer.sent.path.split('?')[0]?.split('/').at(-1));
    const said = isObject(answer.json) ? answer.json.reference : undefined;
    if (typeof said === 'string') return said;
    const asked =
      typeof answer.sent.body === 'string' ? /"reference":"([^"\\]+)"/.exec(answer.sent.body)?.[1] : undefined;
    return asked;
  }
}

/** Each account has references of its own. */
function callerOf({ answer }: ExchangeRecord): string {
  return answer?.sent.headers.find(([name]) => name.toLowerCase() === 'authorization')?.[1] ?? '';
}

function decoded(segment: string | undefined): string | undefined {
  try {
    return segment === undefined ? undefined : decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
