/** The order in which the members of a body are sent. */
import type { Json } from '../api.ts';

/**
 * The same value with members in the order of their names, as the verifier writes them: to a server that compares
 * bytes, another order is another body, for which a key used before does not stand.
 */
export function inOrderOfNames(value: Json): Json {
  if (Array.isArray(value)) return value.map((element: Json) => inOrderOfNames(element));
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(members.map(([name, member]) => [name, inOrderOfNames(member as Json)]));
}
