/** Documents of an invoice: listed, and brought in from outside. */
import { type Call, type Detail, type Outcome, type ReadBody, success } from '../call.ts';
import { invalidValue, unreadable } from '../failures.ts';
import type { Invoice } from '../model.ts';
import { newDocument } from '../rules/tasks.ts';
import type { Found } from '../rules.ts';
import { changeInvoice } from './invoices.ts';

const kinds = ['invoice', 'creditnote', 'reminder', 'dunning1', 'dunning2', 'dunning3', 'dunning4', 'email', 'letter'];

export function getInvoiceDocuments(call: Call, invoice: Found<Invoice>): Outcome {
  const { documents } = call.rules;
  const refusal = documents.refusal(call);
  if (refusal !== undefined) return refusal;
  const selected = documents.selected(call, documents.of(call, invoice));
  const views = selected.map((document) => documents.view(call, document));
  return success(documents.answer(call, views));
}

/** Takes an upload whose form has been read into the body. */
export function importExternalDocument(call: Call, { owner, record }: Found<Invoice>): Outcome {
  const { file, filename, kind } = call.body;
  const details: Detail[] = [];
  const report = (field: string, hint: string) =>
    details.push({ error: `Value for field '${field}' is missing or wrong.`, fields: [field], hint });
  if (file === undefined) report('file', 'Send the document as a part named file.');
  if (typeof filename !== 'string' || !/.\.(pdf|eml)$/.test(filename)) report('filename', 'Name a pdf or eml file.');
  if (typeof kind !== 'string' || !kinds.includes(kind)) report('kind', `Value must be one of ${kinds.join(', ')}.`);
  if (details.length > 0) return invalidValue(details);
  const document = { ...newDocument(call, record), kind: String(kind) };
  changeInvoice(owner, record.reference, (invoice) => ({
    ...invoice,
    documents: [...invoice.documents, document],
  }));
  return success(call.rules.documents.view(call, document));
}

/** Reads a multipart form into one object of texts; a file counts by its name. */
export async function readForm(content: Buffer, contentType: string): Promise<ReadBody> {
  try {
    const form = await new Response(new Uint8Array(content), { headers: { 'content-type': contentType } }).formData();
    const fields: Call['body'] = {};
    for (const [name, value] of form) fields[name] = typeof value === 'string' ? value : value.name;
    return { ok: true, body: fields };
  } catch {
    return unreadable('The body is not a multipart form');
  }
}
