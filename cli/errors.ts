/** A mistake in the command's words, or one a line: shown without a stack. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** A run that ended in failure, by the name and message of what went wrong: shown without a stack. */
export class RunFailed extends Error {
  override readonly name: string;

  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}
