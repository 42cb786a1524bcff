/** What the console has from the command line, so that there is no second truth: it computes nothing of this itself. */

/** One integration's way. */
export interface Way {
  readonly type: string;
  readonly integration: string;
  readonly destination: string;
}

export interface Example {
  readonly type: string;
  /** The event as it would be sent, JSON in lines. */
  readonly text: string;
}

/** A line about a delivery, as `logs` reads it. */
export interface Attempt {
  readonly integration: string;
  readonly eventId: string;
  readonly outcome: string;
  readonly subject?: string;
  /** Counted from 1; absent where no request was made. */
  readonly attempt?: number;
  readonly method?: string;
  readonly url?: string;
  readonly statusCode?: number;
  readonly durationMs?: number;
  /** The error's code, or why nothing was sent. */
  readonly reason?: string;
}

/** An HTTP exchange without its secrets. */
export interface Exchange {
  readonly request: unknown;
  readonly response?: unknown;
}

/** Dead letters that failed alike. */
export interface LetterGroup {
  readonly integration: string;
  readonly code: string;
  readonly count: number;
  readonly advice: string;
  /** Absent of what SQS moved itself. */
  readonly fingerprint?: string;
  readonly first?: string;
  readonly last?: string;
  readonly event?: string;
  readonly answer?: string;
}

export interface Operator {
  readonly ways: readonly Way[];
  readonly examples: () => readonly Example[];
  /** `undefined`: the line is about no delivery. */
  readonly readLine: (line: string) => Attempt | undefined;
  /** As `status --json` has it. */
  readonly status: () => Promise<unknown>;
  /** As `dead-letters` groups them; receives nothing, so that no other redrive misses what is being looked at. */
  readonly letterGroups: () => readonly LetterGroup[];
  /** The request and the answer of an attempt; or why they cannot be shown. */
  readonly exchangeOf: (line: string) => Promise<Exchange | { readonly reason: string }>;
  /** Of an event as this integration maps it: each field, what it is made of and how; or why there is nothing to show. */
  readonly lineageOf: (
    integration: string,
    eventId: string,
  ) => Promise<readonly LineageRow[] | { readonly reason: string }>;
  /** As `send` does. Rejects, with words for a person, when it is not sent. */
  readonly send: (text: string) => Promise<{ readonly eventId: string; readonly warning?: string }>;
  /** As `redrive --fingerprint` does, or `--code` for what has none. Rejects with words for a person. */
  readonly redrive: (choice: RedriveChoice) => Promise<{ readonly redriven: number; readonly left: number }>;
}

export interface LineageRow {
  readonly target: string;
  readonly from: string;
  readonly how: string;
  readonly made: string;
}

export interface RedriveChoice {
  readonly integration: string;
  readonly fingerprint: string | undefined;
  readonly code: string;
}
