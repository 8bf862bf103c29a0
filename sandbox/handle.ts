/** The way of a request through the server: let in, routed, read, carried out once, answered. */
import type { Answer, ApiRequest, Call, Outcome, ReadBody } from './call.ts';
import { unauthorized, unreadable } from './failures.ts';
import { finish } from './finish.ts';
import { performOnce } from './idempotency.ts';
import { readForm } from './operations/documents.ts';
import { performers } from './operations/index.ts';
import type { ServedOperation } from './routes.ts';
import type { AccountData } from './world.ts';

/** Answers one request. */
export async function handle(request: ApiRequest): Promise<Answer> {
  const { rules } = request;
  const limited = rules.traffic.admit(request);
  if (limited !== undefined) return finish(request, limited);
  const operation = rules.routing.operationOf(request);
  const misrouted = operation === undefined || operation === 'unknownRoute';
  if (misrouted && rules.routing.beforeAuthentication) return finish(request, misroute(request));

  const login = rules.authentication.login(request);
  if (login === undefined) {
    if (!misrouted && rules.authentication.actsDespiteRefusal(request)) await actForFirst(request, operation);
    const challenge = rules.authentication.challenge(request);
    const headers = challenge === undefined ? {} : { 'www-authenticate': challenge };
    return finish(request, { ...unauthorized, headers });
  }
  if (misrouted) return finish(request, misroute(request));

  const read = await readBody(request, operation);
  if (!read.ok) return finish(request, read);
  const call: Call = { ...request, operation, login, body: read.body };
  return performOnce(call, () => performers[operation](call));
}

function misroute(request: ApiRequest): Outcome {
  const { route, method, rules } = request;
  if (route === undefined) return rules.routing.unknownRoute(request);
  if (method === 'OPTIONS') return rules.routing.options(request, route.allowed);
  return rules.routing.wrongMethod(request, route.allowed);
}

/** The body of a request, or the refusal of it. */
async function readBody(request: ApiRequest, operation: ServedOperation): Promise<ReadBody> {
  const { rules, content, headers } = request;
  if (request.contentTooLarge) return rules.content.tooLarge(request);
  if (request.method === 'GET' || request.method === 'HEAD') return { ok: true, body: {} };
  const contentType = headers['content-type'];
  if (content.length > 0 && !rules.content.acceptsMediaType(request, contentType)) {
    return rules.content.unsupportedMediaType(request);
  }
  if (operation === 'importExternalDocument') {
    if (content.length === 0) return unreadable('The body has to be a multipart form');
    return readForm(content, contentType ?? '');
  }
  return rules.content.read(request);
}

/** Breaks the promise that a refused call has no effect: carries it out for the first account. */
async function actForFirst(request: ApiRequest, operation: ServedOperation): Promise<void> {
  const login: AccountData | undefined = request.world.accounts[0];
  const read = await readBody(request, operation);
  if (login !== undefined && read.ok) performers[operation]({ ...request, operation, login, body: read.body });
}
