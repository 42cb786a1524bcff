/** What a function reaches the world by: the only place with a clock, chance, timers, clients and standard output. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { createDriftClaims } from './aws/drift-claims.ts';
import { readDeployedFile } from './aws/read-deployed-file.ts';
import type { tokensOf } from './aws/tokens.ts';
import type { turnsOf } from './aws/turns.ts';
import { type Config, readConfig, type Settings } from './config.ts';
import type { createDriftComparator } from './contract/drift/drift-comparator.ts';
import { createSendHttp, type SendHttp } from './http/send-http.ts';

export interface Runtime extends Effects {
  readonly config: Config;
  readonly clients: Clients;
  /** The lock of the destination's contract as it was deployed; `undefined`: there is none. */
  readonly readContract: () => Promise<string | undefined>;
  /** What keeps and reads tokens, for a destination that has them. */
  readonly loadTokens: () => Promise<{ readonly tokensOf: typeof tokensOf }>;
  /** What holds other limits than rates of the account, for a destination that has some. */
  readonly loadTurns: () => Promise<{ readonly turnsOf: typeof turnsOf }>;
  /** The code that compares with it: not read before it is needed. */
  readonly loadDriftComparator: () => Promise<{
    readonly createDriftComparator: typeof createDriftComparator;
  }>;
  /** What keeps in the ledger who tells of a drift: read with it. */
  readonly loadDriftClaims: () => Promise<{ readonly createDriftClaims: typeof createDriftClaims }>;
}

/** What every function has around it, whatever it is for. */
export interface Effects {
  readonly send: SendHttp;
  /** Takes one line of log without its line end. */
  readonly write: (line: string) => void;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Milliseconds since some moment, for measuring: goes on evenly whatever the time is set to. */
  readonly monotonicMs: () => number;
  /** Even in [0, 1). */
  readonly random: () => number;
  /** Never twice the same. */
  readonly randomId: () => string;
  readonly sleep: (ms: number) => Promise<void>;
}

export interface Clients {
  readonly dynamodb: Pick<DynamoDBClient, 'send'>;
  readonly secrets: Pick<SecretsManagerClient, 'send'>;
  readonly sqs: Pick<SQSClient, 'send'>;
}

/**
 * The SDK's own default is to wait for ever; a call that takes longer than this is dead, and the retry is not. Unless
 * told to throw, it only writes a line (setRequestTimeout in @smithy/node-http-handler).
 */
export const awsClient = {
  requestHandler: { requestTimeout: 3_000, connectionTimeout: 1_000, throwOnRequestTimeout: true },
  maxAttempts: 3,
};

/** The world as Lambda gives it. Throws `ConfigError` when the function was not deployed by its stack. */
export function lambdaRuntime(): Runtime {
  const config = readConfig();
  return {
    config,
    clients: {
      dynamodb: new DynamoDBClient(awsClient),
      secrets: new SecretsManagerClient(awsClient),
      sqs: new SQSClient(awsClient),
    },
    ...lambdaEffects(config.settings),
    readContract: () => readDeployedFile('contract.lock.json'),
    loadDriftComparator: () => import('./contract/drift/drift-comparator.ts'),
    loadTokens: () => import('./aws/tokens.ts'),
    loadTurns: () => import('./aws/turns.ts'),
    loadDriftClaims: () => import('./aws/drift-claims.ts'),
  };
}

export function lambdaEffects({ allowPrivateAddresses }: Settings): Effects {
  const now = Date.now;
  return {
    send: createSendHttp({ allowPrivateAddresses, now }),
    write: (line) => process.stdout.write(`${line}\n`),
    now,
    monotonicMs: () => performance.now(),
    random: Math.random,
    randomId: randomUUID,
    sleep: (ms) => sleep(ms),
  };
}
