/** Source with a bug in it, and the tests that must notice. */
export interface Trial {
  /** Of its own. */
  readonly name: string;
  /** What the tests get instead of what stands in the files, by path from the root. */
  readonly sources: Readonly<Record<string, string>>;
  /** Paths from the root. */
  readonly tests: readonly string[];
}

/** `hung`: the tests did not come to an end, so that the bug would not have gone unnoticed. */
export type Verdict = 'killed' | 'survived' | 'hung';

/** What the process of a series says of a test file. */
export interface Report {
  readonly trial: string;
  readonly state: 'begun' | 'passed' | 'failed';
}
