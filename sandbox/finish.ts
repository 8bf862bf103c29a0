/** From an outcome to the answer that goes on the wire. */
import type { Answer, ApiRequest, Outcome } from './call.ts';

/** Puts an outcome into words, by the rules for answers and errors. */
export function finish(request: ApiRequest, outcome: Outcome): Answer {
  const { answers, errors } = request.rules;
  const headers: Record<string, string> = { ...outcome.headers };
  let answer: Answer;
  if (outcome.ok) {
    const content = answers.content(request, outcome);
    const mediaType = content === undefined ? undefined : answers.mediaType(request);
    if (mediaType !== undefined) headers['content-type'] = mediaType;
    const text = content === undefined ? '' : answers.text(request, content);
    answer = { status: answers.status(request, outcome), headers, text };
  } else {
    const mediaType = errors.mediaType(request);
    if (mediaType !== undefined) headers['content-type'] = mediaType;
    const text = errors.text(request, outcome, errors.body(request, outcome));
    answer = { status: errors.status(request, outcome), headers, text };
  }
  return answers.finished(request, answer);
}
