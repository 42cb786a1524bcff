/** What a command gets from outside: streams, clock, chance, clients, and what there is to operate. */
import type { DeclaredContract } from '../../functions/core/declare/contract.ts';
import type { EventContract } from '../../functions/core/declare/event.ts';
import type { AnyIntegration, DeclaredIntegration } from '../../functions/core/declare/integration.ts';
import type { Counts } from '../cost/counts.ts';
import type { EnvironmentName } from '../environments.ts';
import type { Clients } from './clients.ts';

export interface Context {
  /** Top of the repository: contracts are kept in it. */
  readonly root: string;
  /** Data, and nothing else. */
  readonly stdout: NodeJS.WritableStream;
  /** Progress, warnings, questions and errors. */
  readonly stderr: NodeJS.WritableStream;
  readonly stdin: AsyncIterable<Uint8Array | string>;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly randomId: () => string;
  /** Rejects when `signal` aborts. */
  readonly sleep: (ms: number) => Promise<void>;
  /** A person sits here: standard input and output are both a terminal. */
  readonly isTTY: boolean;
  /** Aborts when the process is asked to end. */
  readonly signal: AbortSignal;
  readonly clients: (environment: EnvironmentName) => Promise<Clients>;
  /** As they are in the environment of the command. */
  readonly integrations: readonly AnyIntegration[];
  readonly events: readonly EventContract[];
  /** How each third party is probed. */
  readonly contracts: readonly DeclaredContract[];
  /** What was counted of the integrations, for `cost`. */
  readonly counts: () => Counts;
}

/** The same before a command has said which environment it is about. */
export interface OuterContext extends Omit<Context, 'integrations'> {
  readonly integrations: readonly DeclaredIntegration[];
}
