/** The open questions: what the documents leave unsaid. The run records the answer and judges nothing. */
import { answers } from './open/answers.ts';
import { dunning } from './open/dunning.ts';
import { http } from './open/http.ts';
import { keys } from './open/keys.ts';
import { precedence } from './open/precedence.ts';
import { reading } from './open/reading.ts';
import { tasks } from './open/tasks.ts';
import { updates } from './open/updates.ts';

export const open = {
  ...keys,
  ...answers,
  ...updates,
  ...tasks,
  ...dunning,
  ...precedence,
  ...reading,
  ...http,
} as const;
