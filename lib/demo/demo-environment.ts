/** What the demo needs from outside. It starts nothing itself: whoever calls it passes this in. */
import type { SQSClient } from '@aws-sdk/client-sqs';
import type { existing, Trouble } from './story.ts';

export interface DemoContext {
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly isTTY: boolean;
  readonly sleep: (ms: number) => Promise<void>;
}

export interface DemoParts {
  readonly startEnvironment: () => Promise<DemoEnvironment>;
  /** Every dead letter of a queue, once by event; all of them stay in the queue. */
  readonly readDeadLetters: (
    sqs: SQSClient,
    queueUrl: string,
  ) => Promise<readonly { readonly diagnosis?: { readonly code: string } }[]>;
}

/** The stack of `interlock-local`, running, with the third parties that it calls. */
export interface DemoEnvironment {
  readonly aws: {
    readonly endpoint: string;
    /** For the constructors of AWS SDK clients. */
    readonly client: {
      readonly endpoint: string;
      readonly region: string;
      readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
    };
    readonly topicArn: (name: string) => string;
    readonly queueUrl: (name: string) => string;
    /** Messages in these queues, whether visible, delayed or in flight. */
    readonly pendingMessages: (queueNames: readonly string[]) => number;
    /** The sum of a metric that the functions wrote. */
    readonly metric: (
      namespace: string,
      name: string,
      dimensions: Readonly<Record<string, string>>,
    ) => number;
  };
  /** By destination. */
  readonly standIns: Readonly<Record<string, DemoThirdParty>>;
  /** How long each step took, milliseconds. */
  readonly tookMs: { readonly synthesis: number; readonly start: number };
  /** Ends everything; nothing is left running. */
  readonly stop: () => Promise<void>;
}

export interface DemoThirdParty {
  readonly faults: {
    readonly add: (faults: readonly Trouble[]) => void;
  };
  /** Puts something there as if it had always been. */
  readonly seed: (fields: typeof existing) => unknown;
  readonly journal: {
    /** What requests changed: the thing's id, and the request by its bytes. */
    readonly effects: readonly { readonly id: string; readonly requestSha256: string }[];
  };
}

/** Throws `Error` where a destination has none. */
export function standInOf(standIns: DemoEnvironment['standIns'], destination: string): DemoThirdParty {
  const found = Object.hasOwn(standIns, destination) ? standIns[destination] : undefined;
  if (found !== undefined) return found;
  throw new Error(`${destination} has no stand-in: add one to lib/local/stand-ins/index.ts`);
}
