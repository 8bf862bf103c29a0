/** Lists of identities, and the documents of an invoice. Sources: identities-list, invoices-getdocuments. */
import { showsWhatWasSent } from '../helpers/compare.ts';
import { describe, expectThat, quote } from '../helpers/expect.ts';
import { type Answer, isObject, isSuccess, objectOf } from '../helpers/http/answer.ts';
import { needSuccess } from '../helpers/invoices.ts';
import { longestPage, pageOfIdentities, referencesOnPage, rowsOfPage, walkIdentities } from '../helpers/lists.ts';
import { quiet, settle } from '../helpers/settle.ts';
import { rowsOf } from '../helpers/shown.ts';
import { type CheckContext, notApplicable, requirement } from '../helpers/spec.ts';

requirement('list.envelope', async (context) => {
  const answer = await pageOfIdentities(context, 1, 2);
  const { rows } = objectOf(answer);
  expectThat(Array.isArray(rows), 'the list has no array rows', 'an object with rows', describe(answer));
});

requirement('list.page-size-honoured', { subjects: ['1', '3'] }, async (context) => {
  const size = Number(context.subject);
  for (let count = 0; count <= size; count += 1) await context.arrange.identity();
  const answer = await pageOfIdentities(context, 1, size);
  const rows = rowsOfPage(answer).length;
  expectThat(rows === size, 'the page holds another number of rows than asked for', `${size} rows`, `${rows} rows`);
});

/**
 * Others create identities between two reads, which moves rows from one page to the next. So pages are long, and only a
 * second page that is mostly the first accuses, three times in a row.
 */
requirement('list.pages-differ', async (context) => {
  const size = Math.min(50, await longestPage(context));
  for (let count = 0; count < 4; count += 1) await context.arrange.identity();
  let repeated: string[] = [];
  for (let round = 0; round < 3; round += 1) {
    const [first, second] = [await referencesOnPage(context, 1, size), await referencesOnPage(context, 2, size)];
    repeated = second.filter((reference) => first.includes(reference));
    if (repeated.length <= Math.min(first.length, size) / 2) return nothingTwiceAtTheBoundary(context);
  }
  expectThat(false, 'the second page repeats the first', 'other rows', `again ${repeated.slice(0, 5).join(', ')}`);
});

/** What is created moves rows to later pages, never to earlier ones: so the second page is read first. */
async function nothingTwiceAtTheBoundary(context: CheckContext): Promise<void> {
  const size = 3;
  for (let count = 0; count < size; count += 1) await context.arrange.identity();
  for (let round = 0; round < 3; round += 1) {
    const second = await referencesOnPage(context, 2, size);
    const first = await referencesOnPage(context, 1, size);
    const isLonger = second.length > size;
    if (!isLonger && (second[0] === undefined || second[0] !== first.at(-1))) return;
    if (round < 2) continue;
    const what = isLonger
      ? 'the second page holds more rows than asked for'
      : 'the second page begins with the last row';
    expectThat(false, what, `${size} rows after ${first.join(', ')}`, second.join(', '));
  }
}

const betweenPages = 'between two pages';

requirement('list.holds-what-was-created', { subjects: ['', betweenPages] }, async (context) => {
  if (context.subject === betweenPages) return nothingBetweenPages(context);
  const { reference } = await context.arrange.identity();
  const look = () => walkIdentities(context, (row) => row.reference === reference, 1);
  const { sight } = await settle(context.session, look, ({ met, ended }) => met.length > 0 || !ended);
  if (sight.met.length === 0 && !sight.ended) notApplicable('this server holds too many identities to walk through');
  expectThat(sight.met.length > 0, 'an identity that was created is on no page', reference, 'every page, without it');
});

/**
 * Where one page ends the next one begins. A page of twice the length is read last: what others create meanwhile moves
 * rows to later pages, so that they are met twice, and only by a rare chance one between the two; not three times in a row.
 */
async function nothingBetweenPages(context: CheckContext): Promise<void> {
  const size = 4;
  for (let count = 0; count < 2 * size; count += 1) await context.arrange.identity();
  let skipped: string[] = [];
  for (let round = 0; round < 3; round += 1) {
    const [first, second] = [await referencesOnPage(context, 1, size), await referencesOnPage(context, 2, size)];
    const both = await referencesOnPage(context, 1, 2 * size);
    const [end, begin] = [both.indexOf(first.at(-1) ?? ''), both.indexOf(second[0] ?? '')];
    skipped = end < 0 || begin < 0 ? [] : both.slice(end + 1, begin);
    if (skipped.length === 0) return;
  }
  expectThat(false, 'no page shows what stands between the first two', 'pages that adjoin', skipped.join(', '));
}

requirement('list.echoes-page', async (context) => {
  for (let count = 0; count < 3; count += 1) await context.arrange.identity();
  const answer = await pageOfIdentities(context, 2, 1);
  const { page: number, pageSize } = objectOf(answer);
  const right = showsWhatWasSent({ page: 2, pageSize: 1 }, { page: number, pageSize });
  expectThat(right, 'the envelope names another page', { page: 2, pageSize: 1 }, { page: number, pageSize });
});

/** The documents of a committed invoice, when as many are there as will come. */
async function documentsOf(
  { api }: CheckContext,
  reference: string,
  query?: Readonly<Record<string, string>>,
): Promise<Answer> {
  const call = { operation: 'getInvoiceDocuments', reference, ...(query === undefined ? {} : { query }) } as const;
  return needSuccess(
    await api.call(call, { note: `documents ${query === undefined ? '' : quote(query)}` }),
    'the documents',
  );
}

/** How many documents an invoice shows, when it shows one, or when it was waited for long enough. */
async function documentCount(context: CheckContext, reference: string): Promise<number> {
  const { sight } = await settle(
    context.session,
    async () => rowsOf((await documentsOf(context, reference)).json).length,
    (count) => count > 0,
  );
  return sight;
}

/** An invoice that shows documents; whether this server shows any is waited for once, on the first invoice. */
async function documentedInvoice(context: CheckContext): Promise<string> {
  const { reference } = await context.arrange.invoiceReadyFor('resendInvoice');
  const shows = await context.knowledge.once('documents appear', () => documentCount(context, reference));
  if (shows === 0) notApplicable('this server shows no documents of an invoice');
  await documentCount(context, reference);
  return reference;
}

const uncommitted = 'of an invoice that is not committed';

requirement('documents.array', { subjects: ['', uncommitted] }, async (context) => {
  const { api, arrange, subject } = context;
  const { reference } = subject === '' ? await arrange.committedInvoice() : await arrange.invoice();
  const answer = await api.call({ operation: 'getInvoiceDocuments', reference }, { note: `documents ${subject}` });
  if (subject !== '' && !isSuccess(answer.status)) notApplicable(`documents ${subject}: ${answer.status}`);
  needSuccess(answer, 'the documents');
  expectThat(Array.isArray(answer.json), 'the documents are no array', 'an array', describe(answer));
});

/** An invoice to which everything was done that may make a document, and how many it shows then. */
async function severalDocuments(context: CheckContext): Promise<{ reference: string; all: number }> {
  const reference = await documentedInvoice(context);
  const count = async () => rowsOf((await documentsOf(context, reference)).json).length;
  const makers = [
    { operation: 'resendInvoice', reference, body: {} },
    { operation: 'modifyDunning', reference, body: { dunninglevel: 1 } },
    { operation: 'resendInvoice', reference, body: {} },
  ] as const;
  for (const call of makers) {
    if ((await count()) > 1) break;
    await context.api.call(call, { note: 'what may make a document' });
    await quiet(context.session);
  }
  return { reference, all: await count() };
}

requirement('documents.limit-honoured', async (context) => {
  const { reference, all } = await severalDocuments(context);
  if (all < 2) notApplicable('this server shows fewer than two documents of an invoice');
  const limited = rowsOf((await documentsOf(context, reference, { limit: '1' })).json).length;
  expectThat(limited <= 1, 'a limit of 1 is not honoured', '1 document', `${limited} documents`);
});

requirement('documents.limit-zero-is-no-limit', async (context) => {
  const { reference, all } = await severalDocuments(context);
  const unlimited = rowsOf((await documentsOf(context, reference, { limit: '0' })).json).length;
  expectThat(unlimited >= all, 'a limit of 0 leaves documents out', `${all} documents`, `${unlimited} documents`);
});

requirement('documents.of-that-invoice-alone', async (context) => {
  const [one, other] = [await documentedInvoice(context), await documentedInvoice(context)];
  const ids = async (reference: string) =>
    rowsOf((await documentsOf(context, reference)).json)
      .filter(isObject)
      .map(({ id }) => id)
      .filter((id) => id !== undefined && id !== null && id !== '');
  const own = await ids(one);
  const shared = (await ids(other)).filter((id) => own.includes(id));
  expectThat(shared.length === 0, 'two invoices show the same document', 'documents of their own', shared.join(', '));
});
