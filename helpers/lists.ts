/** Walking through the list of identities, page by page. */
import { describe } from './expect.ts';
import { ArrangementFailed } from './failures.ts';
import { type Answer, isObject, isSuccess, objectOf } from './http/answer.ts';
import { identifierOf } from './shown.ts';
import { type CheckContext, notApplicable } from './spec.ts';

/** Pages read at the most, and the rows of each. */
const longestWalk = 20;
const rowsOfAPage = 200;

/** A page of identities. */
export async function pageOfIdentities({ api }: CheckContext, number: number, size: number): Promise<Answer> {
  const query = { page: String(number), pageSize: String(size) };
  const answer = await api.call({ operation: 'listIdentities', query }, { note: `page ${number} of ${size}` });
  if (!isSuccess(answer.status)) throw new ArrangementFailed(`the list was not accepted: ${describe(answer)}`);
  return answer;
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

/** Rows met on the way through the list, and whether its end was reached. */
export interface Walk {
  readonly met: readonly Record<string, unknown>[];
  readonly ended: boolean;
}

/** Goes through the list until `enough` rows that fit were met, or to its end, or as far as is bearable. */
export async function walkIdentities(
  context: CheckContext,
  fits: (row: Record<string, unknown>) => boolean,
  enough = Number.POSITIVE_INFINITY,
): Promise<Walk> {
  const met: Record<string, unknown>[] = [];
  for (let number = 1; number <= longestWalk; number += 1) {
    const rows = rowsOfPage(await pageOfIdentities(context, number, rowsOfAPage)).filter(isObject);
    met.push(...rows.filter(fits));
    if (rows.length === 0) return { met, ended: true };
    if (met.length >= enough) break;
  }
  return { met, ended: false };
}
