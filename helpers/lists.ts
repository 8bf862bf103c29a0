/** Walking through the list of identities, page by page. */
import { sameJson } from './compare.ts';
import { describe } from './expect.ts';
import { ArrangementFailed } from './failures.ts';
import { type Answer, isObject, isSuccess, objectOf } from './http/answer.ts';
import { identifierOf } from './shown.ts';
import { type CheckContext, notApplicable } from './spec.ts';

/** Rows of a page of a walk: the first of these that is taken, since no page says how many may be asked for. */
const pageSizes = [200, 100, 50, 20, 10];

/** Pages read from the beginning of a list at the most; and from its end, where it is longer than that. */
const longestWalk = 20;
const walkFromTheEnd = 4;

/** No page behind this one is asked for. */
const highestPage = 100_000;

/** Asks for a page of identities. */
function askForPage({ api }: CheckContext, number: number, size: number): Promise<Answer> {
  const query = { page: String(number), pageSize: String(size) };
  return api.call({ operation: 'listIdentities', query }, { note: `page ${number} of ${size}` });
}

function accepted(answer: Answer): Answer {
  if (!isSuccess(answer.status)) throw new ArrangementFailed(`the list was not accepted: ${describe(answer)}`);
  return answer;
}

/** A page of identities. */
export async function pageOfIdentities(context: CheckContext, number: number, size: number): Promise<Answer> {
  return accepted(await askForPage(context, number, size));
}

/** The rows of a page; without any, only the requirement about the envelope has something to say. */
export function rowsOfPage(answer: Answer): readonly unknown[] {
  if (Array.isArray(answer.json)) return answer.json;
  const { rows } = objectOf(answer);
  if (!Array.isArray(rows)) throw new ArrangementFailed(`the list has no rows: ${describe(answer)}`);
  return rows;
}

/** References that a page shows; the check is not applicable where its rows bear none. */
export async function referencesOnPage(context: CheckContext, number: number, size: number): Promise<string[]> {
  const references = rowsOfPage(await pageOfIdentities(context, number, size)).map(identifierOf);
  return references.map((reference) => reference ?? notApplicable('rows show no reference'));
}

/** The longest page, up to 200 rows, that this server takes; found out once. */
export function longestPage(context: CheckContext): Promise<number> {
  return context.knowledge.once('rows of a page that are taken', async () => {
    let answer: Answer | undefined;
    for (const size of pageSizes) {
      answer = await askForPage(context, 1, size);
      if (isSuccess(answer.status)) return size;
    }
    throw new ArrangementFailed(`no size of page is accepted: ${answer === undefined ? '' : describe(answer)}`);
  });
}

/** Rows met on the way through the list, and whether all of it was read. */
export interface Walk {
  readonly met: readonly Record<string, unknown>[];
  readonly ended: boolean;
}

/**
 * Goes through the list until `enough` rows that fit were met, or to its end. Of a list too long for that it reads the
 * beginning and the end, since what is new may stand at either.
 */
export async function walkIdentities(
  context: CheckContext,
  fits: (row: Record<string, unknown>) => boolean,
  enough = Number.POSITIVE_INFINITY,
): Promise<Walk> {
  const size = await longestPage(context);
  const met: Record<string, unknown>[] = [];
  let before: readonly unknown[] = [];
  for (let number = 1; number <= longestWalk; number += 1) {
    const rows = await rowsAt(context, number, size);
    // Behind the last page some servers answer with the last page again.
    if (rows.length === 0 || sameJson(rows, before)) return { met, ended: true };
    met.push(...rows.filter(isObject).filter(fits));
    if (met.length >= enough) return { met, ended: false };
    before = rows;
  }
  const last = await lastPage(context, size);
  for (let number = last; number > Math.max(longestWalk, last - walkFromTheEnd); number -= 1) {
    met.push(...(await rowsAt(context, number, size)).filter(isObject).filter(fits));
    if (met.length >= enough) break;
  }
  return { met, ended: false };
}

/** The rows of a page of a walk; none where the server refuses a page behind the last. */
async function rowsAt(context: CheckContext, number: number, size: number): Promise<readonly unknown[]> {
  const answer = await askForPage(context, number, size);
  if (number > 1 && answer.status >= 400 && answer.status < 500) return [];
  return rowsOfPage(accepted(answer));
}

/** The number of the last page with rows, for a list longer than a walk: doubled until it is passed, then halved. */
async function lastPage(context: CheckContext, size: number): Promise<number> {
  let [there, beyond] = [longestWalk, longestWalk * 2];
  let before: readonly unknown[] = [];
  for (; beyond < highestPage; beyond *= 2) {
    const rows = await rowsAt(context, beyond, size);
    if (rows.length === 0) break;
    // The last page again: it stands at every number from its own on.
    if (sameJson(rows, before)) return there;
    [there, before] = [beyond, rows];
  }
  while (beyond - there > 1) {
    const middle = Math.floor((there + beyond) / 2);
    if ((await rowsAt(context, middle, size)).length > 0) there = middle;
    else beyond = middle;
  }
  return there;
}
