/** Every spec of the suite. Loading this file registers all checks. */
import './accounts.ts';
import './answers.ts';
import './authentication.ts';
import './belonging.ts';
import './commit.ts';
import './contract.ts';
import './creation.ts';
import './http.ts';
import './idempotency/keys.ts';
import './idempotency/nights.ts';
import './idempotency/replay.ts';
import './idempotency/simultaneous.ts';
import './invoices.ts';
import './item-contents.ts';
import './items.ts';
import './notification.ts';
import './lists.ts';
import './open/answers.ts';
import './open/creation.ts';
import './open/dunning.ts';
import './open/http.ts';
import './open/keys.ts';
import './open/precedence.ts';
import './open/reading.ts';
import './open/tasks.ts';
import './open/updates.ts';
import './reading.ts';
import './sequences.ts';
import './stored-invoices.ts';
import './task-neighbours.ts';
import './tasks.ts';
import './updates.ts';
import './upserts.ts';
import './validation.ts';
import { registeredChecks } from '../helpers/spec.ts';

/** All checks, in catalogue order. */
export const checks = registeredChecks();
