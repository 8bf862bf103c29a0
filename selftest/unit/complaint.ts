/** What a call that is wrong says to the person who made it. */
import { UsageError } from '../../helpers/failures.ts';

/** The message of the UsageError that an action throws; any other end is a failure of the test. */
export function complaint(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
  throw new Error('nothing was wrong');
}
