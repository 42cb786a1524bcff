/** What a command may fail with. The message is for the operator; there is no stack trace. */

/** The command was called wrongly: printed with the command's usage, exit 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The command was called rightly and could not do its work: exit 1. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}
