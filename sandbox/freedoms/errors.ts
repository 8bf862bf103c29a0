/** Freedoms of how a refusal is worded, and which of several it is. */
import { failure, invalidValue, notFound } from '../failures.ts';
import { isObject, without } from '../json.ts';
import type { Freedom } from './freedom.ts';

/** An account that does hold what this one asked for. */
function heldByAnother(call: Parameters<Parameters<Freedom['change']>[0]['lookups']['refusal']>[0], kind: string) {
  return call.world.accounts.some(({ identities, invoices }) =>
    (kind === 'invoice' ? invoices : identities).has(call.reference),
  );
}

export const errorFreedoms = [
  {
    id: 'errors-minimal',
    sentence: 'Errors hold code, message and name alone.',
    change: ({ errors: { body } }) => ({
      errors: {
        body: (request, refusal) => {
          const full = body(request, refusal);
          return isObject(full) ? without(full, 'type', 'details') : full;
        },
      },
    }),
  },
  {
    id: 'errors-without-details',
    sentence: 'Errors hold no details.',
    change: ({ errors: { body } }) => ({
      errors: {
        body: (request, refusal) => {
          const full = body(request, refusal);
          return isObject(full) ? without(full, 'details') : full;
        },
      },
    }),
  },
  {
    id: 'errors-details-empty',
    sentence: 'Details are an empty list, or hold texts without fields.',
    change: ({ errors: { body } }) => ({
      errors: {
        body: (request, refusal) => {
          const full = body(request, refusal);
          if (!isObject(full)) return full;
          const words = refusal.details?.map(({ error }) => ({ error }));
          return { ...full, details: words ?? [] };
        },
      },
    }),
  },
  {
    id: 'errors-extra-members',
    sentence: 'Errors hold members that no page documents.',
    change: ({ errors: { body } }) => ({
      errors: {
        body: (request, refusal) => {
          const full = body(request, refusal);
          if (!isObject(full)) return full;
          return {
            ...full,
            timestamp: new Date(request.world.clock.now()).toISOString(),
            trace: null,
            path: request.path,
          };
        },
      },
    }),
  },
  {
    id: 'errors-named-by-table',
    sentence: 'Errors other than 400 are named by the status table: Unauthorized, NotFound, TooManyRequests.',
    change: ({ errors: { body } }) => {
      const names: Record<number, string> = {
        401: 'Unauthorized',
        403: 'Forbidden',
        404: 'NotFound',
        409: 'ERR_UNIQUE_VIOLATION',
        429: 'TooManyRequests',
      };
      return {
        errors: {
          body: (request, refusal) => {
            const full = body(request, refusal);
            const name = names[refusal.status];
            return isObject(full) && name !== undefined ? { ...full, name } : full;
          },
        },
      };
    },
  },
  {
    id: 'errors-problem-json',
    sentence: 'Errors are announced as application/problem+json.',
    change: () => ({ errors: { mediaType: () => 'application/problem+json' } }),
  },
  {
    id: 'errors-one-at-a-time',
    sentence: 'Only the first of several mistakes is reported, its field by its last name.',
    change: () => ({
      validation: {
        refusal: (_call, problems) => {
          const [first] = problems;
          const name = first?.path.split('.').at(-1) ?? '';
          return invalidValue([{ error: `${name} is wrong`, fields: [name], hint: first?.hint ?? '' }]);
        },
      },
    }),
  },
  {
    id: 'existence-before-validation',
    sentence: 'An unknown reference is reported before a wrong body.',
    change: () => ({ validation: { beforeExistence: false } }),
  },
  {
    id: 'routes-before-authentication',
    sentence: 'An unknown path or method is reported before missing credentials.',
    change: () => ({ routing: { beforeAuthentication: true } }),
  },
  {
    id: 'foreign-is-403',
    sentence: "Another account's resource is refused with 403.",
    change: () => ({
      lookups: {
        refusal: (call, kind, reference) =>
          heldByAnother(call, kind)
            ? failure(403, 'ERR_FORBIDDEN', 'This resource belongs to another account')
            : notFound(kind, reference),
      },
    }),
  },
  {
    id: 'foreign-is-401',
    sentence: "Another account's resource is refused with 401 and a challenge.",
    change: ({ authentication: { challenge } }) => ({
      lookups: {
        refusal: (call, kind, reference) =>
          heldByAnother(call, kind)
            ? failure(401, 'ERR_UNAUTHORIZED', 'No permission for this resource', {
                headers: { 'www-authenticate': challenge(call) ?? 'Basic realm="Abillify"' },
              })
            : notFound(kind, reference),
      },
    }),
  },
  {
    id: 'wrong-method-is-405-on-head-and-options',
    sentence: 'HEAD and OPTIONS are not offered.',
    change: ({ routing: { operationOf, wrongMethod } }) => {
      const offered = (allowed: readonly string[]) =>
        allowed.filter((method) => method !== 'HEAD' && method !== 'OPTIONS');
      return {
        routing: {
          operationOf: (request) => (request.method === 'HEAD' ? undefined : operationOf(request)),
          options: (request, allowed) => wrongMethod(request, offered(allowed)),
          wrongMethod: (request, allowed) => wrongMethod(request, offered(allowed)),
        },
      };
    },
  },
  {
    id: 'accept-honoured',
    sentence: 'A client that does not accept JSON gets a 406.',
    change: ({ traffic: { admit } }) => ({
      traffic: {
        admit: (request) => {
          const accepted = request.headers.accept ?? '*/*';
          if (/json|\*\/\*|application\/\*/i.test(accepted)) return admit(request);
          return failure(406, 'ERR_NOT_ACCEPTABLE', 'This server answers with JSON');
        },
      },
    }),
  },
  {
    id: 'unknown-method-is-405',
    sentence: 'A method that nobody knows is refused with 405.',
    change: () => ({
      routing: { unknownMethod: () => failure(405, 'ERR_METHOD_NOT_ALLOWED', 'This method is not offered') },
    }),
  },
  {
    id: 'challenge-with-more',
    sentence: 'The challenge names its parameters in another order and offers a second scheme.',
    change: () => ({
      authentication: {
        challenge: () => 'Bearer realm="Abillify API", basic charset="UTF-8", realm="Abillify \\"API\\""',
      },
    }),
  },
] as const satisfies readonly Freedom[];
