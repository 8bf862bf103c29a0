/** Every spec of the suite. Loading this file registers all checks. */
import './accounts.ts';
import './answers.ts';
import './authentication.ts';
import './commit.ts';
import './creation.ts';
import './http.ts';
import './idempotency/keys.ts';
import './idempotency/replay.ts';
import './idempotency/simultaneous.ts';
import './invoices.ts';
import './items.ts';
import './notification.ts';
import './open/accepted.ts';
import './lists.ts';
import './reading.ts';
import './tasks.ts';
import './updates.ts';
import './validation.ts';
import { registeredChecks } from '../helpers/spec.ts';

/** All checks, in catalogue order. */
export const checks = registeredChecks();
