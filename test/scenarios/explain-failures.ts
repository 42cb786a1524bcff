import { beforeEach } from 'vitest';

export interface Explanation {
  /** What the functions warned of. */
  readonly troubles: () => string;
  /** What is being waited for. */
  readonly current: () => string | undefined;
}

/** Lets each test of the file that fails by a timeout, or by a plain assertion, say what its functions warned of. */
export function explainFailures(explanation: Explanation): void {
  beforeEach(({ onTestFailed }) => {
    onTestFailed(({ task }) => explain(task.result?.errors ?? [], explanation));
  });
}

/** Adds to each error what it does not say yet. */
export function explain(errors: readonly { message: string }[], { troubles, current }: Explanation): void {
  const said = troubles();
  for (const error of errors) {
    if (error.message.includes(said)) continue;
    error.message = [error.message, current(), said].filter((text) => text !== undefined).join('\n');
  }
}
