/** Resending, dunning and committing. */

import type { Call } from '../call.ts';
import { published } from '../dates.ts';
import { notPossible } from '../failures.ts';
import type { Communication, Invoice, InvoiceDocument } from '../model.ts';
import type { CommitRules, DunningRules, ResendRules } from '../rules.ts';
import { timestamp, type World } from '../world.ts';

const jobAnswer = (job: string) => ({ job, result: 'OK', resultcode: '0' });

export const resend: ResendRules = {
  allowed: () => undefined,
  target: (_call, _owner, invoice) => invoice,
  sent(call, invoice) {
    const [document, ...others] = documentsOf(call, invoice);
    const communications = [...document.communications, newCommunication(call.world, invoice)];
    return { ...invoice, documents: [{ ...document, communications }, ...others] };
  },
  answer: (_call, job) => jobAnswer(job),
};

export const dunning: DunningRules = {
  allowed: () => undefined,
  changed(call, invoice) {
    const { dunninglevel, startDunningDate } = call.body;
    return {
      ...invoice,
      dunninglevel: typeof dunninglevel === 'number' ? dunninglevel : invoice.dunninglevel,
      startDunningDate: startDunningDate === undefined ? invoice.startDunningDate : (startDunningDate as string | null),
    };
  },
  alsoChanges: () => [],
  baseDate(_call, { startDunningDate, members }) {
    const base = startDunningDate ?? members.due;
    return typeof base === 'string' ? published(base).slice(0, 10) : null;
  },
  answer: (_call, job) => jobAnswer(job),
};

export const commit: CommitRules = {
  allowed: (_call, invoice) =>
    invoice.committed === null ? undefined : notPossible('The invoice has been committed before'),
  lagMs: () => 20,
  committed: (call, invoice) => ({
    ...invoice,
    committed: timestamp(call.world),
    documents: documentsOf(call, invoice),
  }),
  alsoCommits: () => [],
  answer: (_call, job) => jobAnswer(job),
  notifications: (_call, job, id) => [{ method: 'POST', payload: { ...jobAnswer(job), notification: id } }],
};

/** The documents of an invoice; where it has none yet, the printed one that is mailed and its electronic twin. */
export function documentsOf(call: Call, invoice: Invoice): readonly [InvoiceDocument, ...InvoiceDocument[]] {
  const [first, ...others] = invoice.documents;
  return first === undefined ? [newDocument(call, invoice), newDocument(call, invoice)] : [first, ...others];
}

/** A document of an invoice, before anything was sent. */
export function newDocument(call: Call, invoice: Invoice): InvoiceDocument {
  const { world } = call;
  return {
    id: String(100_000_000 + world.nextNumber()),
    reference: invoice.reference,
    kind: '',
    issued: timestamp(world),
    communications: [],
  };
}

/** One sending of an invoice's document. */
export function newCommunication(world: World, invoice: Invoice): Communication {
  return {
    id: String(100_000_000 + world.nextNumber()),
    created: timestamp(world),
    kind: 'email',
    label: `${invoice.reference}.pdf`,
    comment: '',
    file: String(1000 + world.nextNumber()),
    data: {},
  };
}
