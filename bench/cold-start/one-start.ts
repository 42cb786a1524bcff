/** One start of a subject: what it took, from the process that took it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { batchSize } from '../batches.ts';
import type { BatchesFile } from './batches-file.ts';
import type { Outside } from './outside.ts';
import type { Subject } from './subjects.ts';

export interface Start {
  /** Boot and import: until the handler could be called. */
  readonly initMs: number;
  readonly initCpuMs: number;
  /** From the start of the process to the answer about the first batch. */
  readonly coldMs: number;
  readonly coldCpuMs: number;
  /** Of one warm batch. */
  readonly warmMs: number;
  readonly warmCpuMs: number;
  /** Resident, when all batches are carried. */
  readonly rssMb: number;
}

/** Batches after the first: those that let the compiler see the hot code, and those that are measured. */
export interface Batches {
  readonly warmUp: number;
  readonly measured: number;
}

export interface Sandbox {
  /** What the process is started by, to keep it on one core. */
  readonly prefix: readonly string[];
  /** Of the function. */
  readonly memoryMb: number;
  /** What the process writes its number into when the handler can be called; left out: it keeps a whole core. */
  readonly processesFile?: string;
}

const sandboxFile = fileURLToPath(new URL('sandbox.mjs', import.meta.url));
/** The rest is for what Node holds outside of its heap. */
const heapShare = 0.9;

/**
 * Rejects when the subject did not do its work.
 */
export async function oneStart(
  subject: Subject,
  outside: Outside,
  file: BatchesFile,
  batches: Batches,
  { prefix, memoryMb, processesFile }: Sandbox,
): Promise<Start> {
  await outside.reset();
  const node = [process.execPath, `--max-old-space-size=${Math.floor(memoryMb * heapShare)}`, sandboxFile];
  const [command = '', ...args] = [...prefix, ...node];
  const child = spawn(command, args, {
    stdio: ['ignore', 'pipe', 'inherit', 'pipe'],
    env: {
      ...subject.environment,
      ...lambdaVariables,
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: `${memoryMb}`,
      AWS_ENDPOINT_URL: outside.awsUrl,
      NODE_EXTRA_CA_CERTS: outside.certFile,
      BENCH_START: JSON.stringify({
        handlerUrl: subject.handlerUrl,
        batchesFile: file.path,
        batchBytes: file.batchBytes,
        processesFile,
        ...batches,
      }),
    },
  });
  // Whatever is logged goes through a pipe, as in Lambda.
  child.stdout?.resume();
  const [result, [exitCode]] = await Promise.all([text(child.stdio[3] as Readable), once(child, 'exit')]);
  if (exitCode !== 0) throw new Error(`${subject.name} ended with ${exitCode}`);
  const messages = (1 + batches.warmUp + batches.measured) * batchSize;
  for (const call of subject.calls) {
    const made = outside.calls()[call] ?? 0;
    if (made < messages) throw new Error(`${subject.name}: ${made} of ${messages} calls of ${call}`);
  }
  return JSON.parse(result);
}

/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime */
const lambdaVariables = {
  TZ: ':UTC',
  LANG: 'en_US.UTF-8',
  PATH: process.env.PATH ?? '',
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'example-secret',
  AWS_SESSION_TOKEN: 'example-token',
  AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
  AWS_LAMBDA_FUNCTION_NAME: 'bench',
  AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
  AWS_LAMBDA_LOG_FORMAT: 'JSON',
  AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
};
