/** What an operation of the terse server answers, and how it refuses. */

/** A status, a JSON body and what else the head says. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** An answer that is thrown: the shortest body that the error model allows. */
export class Refusal extends Error {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>> | undefined;

  constructor(status: number, message: string, headers?: Readonly<Record<string, string>>) {
    super(message);
    this.status = status;
    this.headers = headers;
  }

  get body(): unknown {
    return { code: this.status, message: this.message, name: 'ClientError' };
  }
}

/** Ends the operation with an error. */
export function refuse(status: number, message: string, headers?: Readonly<Record<string, string>>): never {
  throw new Refusal(status, message, headers);
}
