/** Paths, methods, media types and reading a body. */
import { failure, tooLarge, unknownRoute, unreadable, unsupportedMediaType, wrongMethod } from '../failures.ts';
import { isObject, type Json, nestsDeeper } from '../json.ts';
import type { ContentRules, RoutingRules } from '../rules.ts';

const json = /^application\/(?:[\w.+-]+\+)?json$/i;
const formData = /^multipart\/form-data$/i;
const utf8 = new TextDecoder('utf-8', { fatal: true });
const deepest = 100;

export const routing: RoutingRules = {
  beforeAuthentication: false,
  path: (path) => path,
  operationOf: (request) => (request.methodFits ? request.operation : undefined),
  unknownRoute: () => unknownRoute,
  wrongMethod: (_request, allowed) => wrongMethod(allowed),
  options: (_request, allowed) => ({
    ok: true,
    status: 204,
    content: undefined,
    headers: { allow: allowed.join(', ') },
  }),
  unknownMethod: () => failure(501, 'ERR_UNKNOWN_METHOD', 'This server does not know the method'),
  reference(parameter) {
    if (!parameter.includes('%')) return parameter;
    try {
      return decodeURIComponent(parameter);
    } catch {
      return undefined;
    }
  },
};

export const content: ContentRules = {
  limit: 1024 * 1024,
  tooLarge: () => tooLarge,
  acceptsMediaType: (request, header) => {
    if (header === undefined) return true;
    const mediaType = mediaTypeOf(header);
    return request.operation === 'importExternalDocument' ? formData.test(mediaType) : json.test(mediaType);
  },
  unsupportedMediaType: () => unsupportedMediaType,
  read(request) {
    const { content } = request.rules;
    if (request.content.length === 0) return content.whenAbsent(request);
    let text: string;
    try {
      text = utf8.decode(request.content);
    } catch {
      return unreadable('The body is not UTF-8');
    }
    if (nestsDeeper(text, deepest)) return unreadable(`The body nests deeper than ${deepest} levels`);
    let value: Json;
    try {
      value = JSON.parse(text) as Json;
    } catch {
      return content.whenMalformed(request, text);
    }
    return isObject(value) ? { ok: true, body: value } : content.whenNotAnObject(request, value);
  },
  whenAbsent: () => ({ ok: true, body: {} }),
  whenMalformed: () => unreadable('The body is not JSON'),
  whenNotAnObject: () => unreadable('The body has to be a JSON object'),
};

/** A media type without its parameters. */
export function mediaTypeOf(header: string): string {
  const end = header.indexOf(';');
  return (end < 0 ? header : header.slice(0, end)).trim();
}
