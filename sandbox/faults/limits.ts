/** Faults of limiting the rate. */
import { type Fault, finishedAnswers } from './fault.ts';

const refusal = JSON.stringify({
  code: 429,
  message: 'Too many requests, slow down',
  name: 'ClientError',
  type: 'ERR_TOO_MANY_REQUESTS',
});

export const limitFaults = [
  {
    id: 'limited-creation-carried-out',
    breaks: 'answers.limited-call-not-carried-out',
    operation: 'createIdentity',
    sentence: 'Every tenth creation of an identity is refused with 429 after it was carried out.',
    change: (rules) => {
      let creations = 0;
      return finishedAnswers('createIdentity', (answer, { headers }) => {
        if (answer.status >= 300 || headers['idempotency-key'] !== undefined) return answer;
        creations += 1;
        if (creations % 10 !== 0) return answer;
        return { ...answer, status: 429, headers: { ...answer.headers, 'retry-after': '0' }, text: refusal };
      })(rules);
    },
  },
] as const satisfies readonly Fault[];
