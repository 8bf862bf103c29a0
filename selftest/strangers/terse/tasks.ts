/** What is done with an invoice of the terse server: committed, sent, dunned, given a document. All of it later. */
import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { type Answer, refuse } from './answer.ts';
import { commitFields, dunningFields, resendFields } from './fields.ts';
import { invoiceOf } from './invoices.ts';
import { readJson } from './json.ts';
import type { Call } from './routes.ts';
import type { Book, Entry } from './store.ts';

const importKinds = [
  ...['invoice', 'creditnote', 'reminder', 'dunning1', 'dunning2', 'dunning3', 'dunning4', 'email', 'letter'],
];

const accepted = (job: string): Answer => ({ status: 202, body: { resultcode: '0', result: 'OK', job } });

export function commit(call: Call): Answer {
  const { book } = call;
  const [reference = ''] = call.references;
  const invoice = invoiceOf(book, reference);
  const { notifyUrl } = readJson(call, commitFields);
  if (invoice.committed === true) refuse(409, 'the invoice is committed');
  const job = book.nextId();
  book.invoices.put(reference, { ...invoice, committed: true });
  book.later(() => {
    const now = invoiceOf(book, reference);
    book.invoices.put(reference, { ...now, number: now.number ?? `RE${book.nextId()}`, issued: now.issued ?? today() });
    addDocument(book, reference, 'invoice', []);
    if (typeof notifyUrl === 'string') notify(notifyUrl, job);
  });
  return accepted(job);
}

export function resend(call: Call): Answer {
  const { book } = call;
  const [reference = ''] = call.references;
  invoiceOf(book, reference);
  readJson(call, resendFields);
  if (documentsOf(book, reference).length === 0) refuse(409, 'there is no document yet');
  const job = book.nextId();
  book.later(() => {
    const [first, ...others] = documentsOf(book, reference);
    if (first === undefined) return;
    const mail = {
      label: 'invoice.pdf',
      kind: 'email',
      id: book.nextId(),
      created: new Date().toISOString(),
      file: job,
    };
    const communications = [...(first.communications as Entry[]), mail];
    book.documents.put(reference, { list: [{ ...first, communications }, ...others] });
  });
  return accepted(job);
}

export function modifyDunning(call: Call): Answer {
  const { book } = call;
  const [reference = ''] = call.references;
  const invoice = invoiceOf(book, reference);
  const { dunninglevel = invoice.dunninglevel, startDunningDate } = readJson(call, dunningFields);
  if (invoice.committed !== true) refuse(409, 'only a committed invoice is dunned');
  const base = startDunningDate ?? (typeof invoice.due === 'string' ? invoice.due.slice(0, 10) : null);
  book.invoices.put(reference, { ...invoice, dunninglevel, startDunningDate: base });
  return accepted(book.nextId());
}

export async function importDocument(call: Call): Promise<Answer> {
  const { book } = call;
  const [reference = ''] = call.references;
  invoiceOf(book, reference);
  const form = await readForm(call);
  const filename = form.get('filename');
  const kind = form.get('kind');
  if (!(form.get('file') instanceof Blob)) refuse(400, 'file is missing');
  if (typeof filename !== 'string' || !/.\.(pdf|eml)$/i.test(filename)) refuse(400, 'filename must end in pdf or eml');
  if (typeof kind !== 'string' || !importKinds.includes(kind))
    refuse(400, `kind must be one of ${importKinds.join(', ')}`);
  addDocument(book, reference, kind, [{ label: form.get('label') ?? filename, kind, id: book.nextId() }]);
  return accepted(book.nextId());
}

async function readForm({ body, mediaType }: Call): Promise<FormData> {
  if (!/^multipart\/form-data *;/i.test(mediaType)) refuse(415, 'the body must be multipart/form-data');
  try {
    return await new Response(body, { headers: { 'content-type': mediaType } }).formData();
  } catch {
    return refuse(400, 'the body is not a form');
  }
}

function documentsOf(book: Book, reference: string): Entry[] {
  const list = book.documents.now(reference)?.list;
  return Array.isArray(list) ? (list as Entry[]) : [];
}

function addDocument(book: Book, reference: string, kind: string, communications: readonly Entry[]): void {
  const issued = new Date().toISOString();
  const document = { reference: randomUUID(), kind, issued, id: book.nextId(), communications };
  book.documents.put(reference, { list: [...documentsOf(book, reference), document] });
}

/** Tells the merchant once that a job is done; nobody waits for the answer. */
function notify(url: string, job: string): void {
  const call = request(url, { method: 'POST', headers: { 'content-type': 'application/json' }, agent: false });
  call.on('error', () => undefined);
  call.on('response', (response) => response.resume());
  call.setTimeout(2000, () => call.destroy());
  call.end(JSON.stringify({ result: 'OK', resultcode: '0', job, notification: randomUUID() }));
}

const today = (): string => new Date().toISOString().slice(0, 10);
