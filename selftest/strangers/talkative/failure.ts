/** Errors of the talkative server, as helpful as the error model lets them be. */

/** What is wrong with one field, and what to do. */
export interface Detail {
  readonly error: string;
  readonly fields: readonly string[];
  readonly hint: string;
}

/** An error that is answered to the client. */
export class Failure extends Error {
  readonly headers: Record<string, string>;

  constructor(status: number, message: string, details: readonly Detail[], headers: Record<string, string> = {}) {
    super(message);
    this.status = status;
    this.details = details;
    this.headers = headers;
  }

  readonly status: number;
  readonly details: readonly Detail[];

  get body(): object {
    const types: Record<number, string> = { 400: 'ERR_INVALID_VALUE', 409: 'ERR_UNIQUE_VIOLATION' };
    return {
      code: this.status,
      details: this.details,
      message: this.message,
      name: this.status < 500 ? 'ClientError' : 'ServerError',
      time: new Date().toISOString(),
      type: types[this.status] ?? 'ERR_OTHER',
    };
  }
}

/** An error about the whole request. */
export const failure = (status: number, message: string, headers: Record<string, string> = {}): Failure =>
  new Failure(status, message, [{ error: message, fields: [], hint: 'See the documentation.' }], headers);

/** An error about one field. */
export const wrongField = (field: string, hint: string): Failure =>
  new Failure(400, 'InvalidValue, see error details', [
    { error: `Value for field '${field}' cannot be used.`, fields: [field], hint },
  ]);
