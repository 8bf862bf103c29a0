/** What the talkative server does with an invoice beside keeping it. */
import { accept, commitReaders, dunningReaders, parse } from './accept.ts';
import { failure, wrongField } from './failure.ts';
import type { Call } from './routes.ts';
import { type Desk, type Invoice, now, type Result, showInvoice, type Values } from './state.ts';

const kinds = ['invoice', 'creditnote', 'reminder', 'dunning1', 'dunning2', 'dunning3', 'dunning4', 'email', 'letter'];

export function commit({ body, desk, found: invoice, type }: Call<Invoice>): Result {
  const { notifyUrl } = accept(parse(body, type), commitReaders);
  const answer = job(desk);
  if (invoice.locked) return answer;
  invoice.locked = true;
  invoice.values = { issued: now(), number: `R-${desk.number()}`, ...invoice.values, modified: now() };
  addDocument(desk, invoice, 'invoice', []);
  if (typeof notifyUrl === 'string') void notify(desk, notifyUrl, answer.body as Values);
  return answer;
}

/** Every mail is a document of its own. */
export function resend({ body, desk, found: invoice, type }: Call<Invoice>): Result {
  parse(body, type);
  const mail = { created: now(), id: desk.number(), kind: 'email', label: 'Invoice', comment: 'sent again' };
  addDocument(desk, invoice, 'email', [mail]);
  return job(desk);
}

/** Takes what it is told and answers with the invoice, on which none of it shows. */
export function modifyDunning({ body, found: invoice, type }: Call<Invoice>): Result {
  accept(parse(body, type), dunningReaders);
  return { status: 200, body: showInvoice(invoice) };
}

export function documents({ found, query }: Call<Invoice>): Result {
  const offset = Number(query.offset ?? 0) || 0;
  const limit = Number(query.limit ?? 0) || found.documents.length;
  return { status: 200, body: found.documents.slice(offset, offset + limit) };
}

export async function importDocument({ body, desk, found: invoice, type }: Call<Invoice>): Promise<Result> {
  const form = await new Response(body, { headers: { 'content-type': type } }).formData().catch(() => {
    throw failure(400, 'a multipart form is needed');
  });
  const filename = form.get('filename');
  const kind = form.get('kind');
  if (!form.has('file')) throw wrongField('file', 'Send the document.');
  if (typeof filename !== 'string' || !/\.(pdf|eml)$/i.test(filename)) throw wrongField('filename', 'PDF or EML.');
  if (typeof kind !== 'string' || !kinds.includes(kind)) throw wrongField('kind', kinds.join(', '));
  const label = form.get('label') ?? filename;
  const document = addDocument(desk, invoice, kind, [{ created: now(), id: desk.number(), kind: 'upload', label }]);
  return { status: 200, body: document };
}

function addDocument(desk: Desk, invoice: Invoice, kind: string, communications: Values[]): Values {
  const document = { communications, id: desk.number(), issued: now(), kind, pages: 1, reference: desk.number() };
  invoice.documents.push(document);
  return document;
}

function job(desk: Desk): Result {
  return { status: 200, body: { job: desk.number(), result: 'OK', resultcode: '0', started: now() } };
}

async function notify(desk: Desk, url: string, started: Values): Promise<void> {
  const { job: id, result, resultcode } = started;
  const body = JSON.stringify({ job: id, notification: desk.number(), result, resultcode });
  const headers = { 'content-type': 'application/json' };
  await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(2000) }).catch(() => undefined);
}
