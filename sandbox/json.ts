/** JSON values, and reading them without trusting them. */

export type Json = string | number | boolean | null | Json[] | JsonObject;

export interface JsonObject {
  [member: string]: Json;
}

/** Whether a value is a JSON object, as opposed to null, an array or a scalar. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The same value with the members of every object in alphabetical order, as text: equal for equal JSON. */
export function canonical(value: Json): string {
  return JSON.stringify(value, (_name, member: Json) => {
    if (!isObject(member)) return member;
    return Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

/** A copy in which every value has been passed through `change`, innermost first. */
export function mapJson(value: Json, change: (value: Json, name: string) => Json, name = ''): Json {
  if (Array.isArray(value)) {
    return change(
      value.map((element) => mapJson(element, change, name)),
      name,
    );
  }
  if (isObject(value)) {
    const copy: JsonObject = {};
    for (const [member, inner] of Object.entries(value)) copy[member] = mapJson(inner, change, member);
    return change(copy, name);
  }
  return change(value, name);
}

/** A copy of an object without some of its members. */
export function without(object: JsonObject, ...names: string[]): JsonObject {
  const copy = { ...object };
  for (const name of names) delete copy[name];
  return copy;
}

/** Whether brackets nest deeper than `limit`, told from the text so that no parser has to follow them. */
export function nestsDeeper(text: string, limit: number): boolean {
  if (text.length <= 2 * limit) return false;
  let depth = 0;
  let quoted = false;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (quoted) {
      if (code === 92) index++;
      else if (code === 34) quoted = false;
    } else if (code === 34) quoted = true;
    else if (code === 91 || code === 123) {
      if (++depth > limit) return true;
    } else if (code === 93 || code === 125) depth--;
  }
  return false;
}
