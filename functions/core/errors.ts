/** Errors that the engine knows by class. Each says what was wrong, what was got and what to do, without values of events or secrets. */

/** One thing wrong with an event: where, and what. */
export interface Problem {
  /** Dotted path into the envelope, `data.email`; '' for the whole. */
  readonly path: string;
  readonly message: string;
}

/** The event is not what its contract says. Terminal. */
export class InvalidEventError extends Error {
  override readonly name = 'InvalidEventError';
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)).join('; '));
    this.problems = problems;
  }
}

/** The event is valid, but a mapping has no answer for it. Terminal. */
export class MappingError extends Error {
  override readonly name = 'MappingError';
  /** Dotted path of the target field, `lines[7].code` in a list. */
  readonly path: string;
  readonly reason: string;

  constructor(path: string, reason: string, options?: ErrorOptions) {
    super(`${path}: ${reason}`, options);
    this.path = path;
    this.reason = reason;
  }
}

/** The secret cannot be read or does not have the destination's shape. The message never quotes it. */
export class CredentialsError extends Error {
  override readonly name = 'CredentialsError';
  /** Version of the secret that is no good; absent when it could not be read and may be the next time. */
  readonly version: string | undefined;

  constructor(message: string, version?: string, options?: ErrorOptions) {
    super(message, options);
    this.version = version;
  }
}

/** A setting is missing or wrong: found at start, not at the first message. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** An account's rate limit has no room for a request within the time that it may wait. Nothing was sent. */
export class NoPermitError extends Error {
  override readonly name = 'NoPermitError';
}
