/** Reading a JSON body the strict way. */
import { refuse } from './answer.ts';
import { checkFields, type Fields, isObject } from './fields.ts';
import type { Call } from './routes.ts';
import type { Entry } from './store.ts';

/** The body as an object that holds nothing but these fields; no body is an empty object. */
export function readJson({ body, mediaType }: Call, fields: Fields): Entry {
  if (body.length === 0) return {};
  if (!/^application\/([a-z.]+\+)?json *(;|$)/i.test(mediaType)) refuse(415, 'the body must be application/json');
  const value = parse(body);
  if (!isObject(value)) return refuse(400, 'the body must be an object');
  checkFields(value, fields);
  return value;
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    return refuse(400, 'the body is not JSON');
  }
}
