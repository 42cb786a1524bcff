/** What a rule of `doctor` is told, and what it says. */
import type { EventContract } from '../../../functions/core/declare/event.ts';
import type { AnyIntegration } from '../../../functions/core/declare/integration.ts';
import type { SourceFile } from './source-file.ts';
import type { StackResource } from './stack-resources.ts';

/** What is looked at: the sources as they are read, the lists as they run, the stack as it is synthesized. */
export interface Repository {
  readonly files: readonly SourceFile[];
  readonly integrations: readonly AnyIntegration[];
  readonly events: readonly EventContract[];
  readonly resources: readonly StackResource[];
}

/** Where something stands, from the top of the repository; lines from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
}

export interface Breach extends Place {
  /** What is wrong; never a value that may be a secret. */
  readonly what: string;
  /** What to do. */
  readonly todo: string;
}

export interface Rule {
  /** As `// doctor allows <name>: <reason>` says it. */
  readonly name: string;
  /** Which of the seven ways in which integration projects fail it is about. */
  readonly mistake: Mistake;
  /** `cdk synth` says it and goes on: somebody who has just begun may leave it for later. */
  readonly isAdvice?: true;
  /** Pure. */
  readonly breaches: (repository: Repository) => readonly Breach[];
}

export const mistakes = {
  1: "trusting the third party's documentation",
  2: 'ignoring rate limits',
  3: 'transformation scattered about',
  4: 'no idempotency strategy',
  5: 'catch-all errors, thin logs',
  6: 'credentials and endpoints in code',
  7: 'point-to-point spaghetti',
} as const;

export type Mistake = keyof typeof mistakes;
