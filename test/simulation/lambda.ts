/**
 * A Lambda function and its sandboxes, each with its own handler and memory.
 * https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html
 */
import type { Context } from 'aws-lambda';
import type { Kernel } from './kernel.ts';
import type { Random } from './random.ts';
import { createSandbox, type Death, type Sandbox } from './sandbox.ts';
import type { Trace } from './trace.ts';

export type Handler = (event: never, context: Context) => Promise<unknown>;

export interface FunctionDefinition {
  readonly name: string;
  readonly timeoutMs: number;
  /** Sandboxes at once; more invocations are throttled. */
  readonly concurrencyMax: number;
  /** A cold start: what the module does when it is loaded. A throw fails the invocation and costs the sandbox. */
  readonly start: (sandbox: Sandbox) => Handler;
}

export type InvocationResult =
  /** The response as JSON; `undefined` if the handler returned nothing. */
  | { readonly ok: true; readonly payload: string | undefined }
  | { readonly ok: false; readonly error: 'throttled' | 'unhandled' | Death };

export interface LambdaFunction {
  readonly name: string;
  /** Never rejects. The event must be a value of its own: handlers may write into it. */
  readonly invoke: (event: unknown) => Promise<InvocationResult>;
  /** Invocations that are under way. */
  readonly running: () => number;
  readonly stats: Readonly<FunctionStats>;
}

export interface FunctionStats {
  invocations: number;
  coldStarts: number;
  throttled: number;
  /** Invocations that failed, those that could not begin included. */
  errors: number;
  runningMax: number;
  readonly deaths: Partial<Record<Death, number>>;
}

/** How this Lambda treats its sandboxes. */
export interface SandboxWeather {
  readonly coldStartMs: readonly [least: number, most: number];
  /** Clocks are wrong by at most so much, either way. */
  readonly skewMsMax: number;
  /** That an idle sandbox is given up before an invocation, rather than used for it. */
  readonly recycleChance: number;
}

export const calmWeather: SandboxWeather = { coldStartMs: [150, 400], skewMsMax: 0, recycleChance: 0 };

export interface LambdaOptions {
  readonly kernel: Kernel;
  readonly random: Random;
  readonly trace: Trace;
  readonly weather?: SandboxWeather;
}

interface Warm {
  readonly sandbox: Sandbox;
  readonly handler: Handler;
}

export function createFunction(
  definition: FunctionDefinition,
  { kernel, random, trace, weather = calmWeather }: LambdaOptions,
): LambdaFunction {
  const { name, timeoutMs } = definition;
  const stats: FunctionStats = {
    invocations: 0,
    coldStarts: 0,
    throttled: 0,
    errors: 0,
    runningMax: 0,
    deaths: {},
  };
  const deathOf = new Map<Sandbox, (reason: Death) => void>();
  let idle: Warm[] = [];
  let running = 0;
  let started = 0;

  const newSandbox = (): Sandbox => {
    started += 1;
    const sandbox = createSandbox({
      id: `${name}#${started}`,
      kernel,
      skewMs: random.int(-weather.skewMsMax, weather.skewMsMax),
      onDeath: (reason) => {
        stats.deaths[reason] = (stats.deaths[reason] ?? 0) + 1;
        trace.add(sandbox.id, `is gone: ${reason}`);
        idle = idle.filter((warm) => warm.sandbox !== sandbox);
        deathOf.get(sandbox)?.(reason);
      },
    });
    return sandbox;
  };

  const warmOne = (): Warm | undefined => {
    while (idle.length > 0) {
      const warm = random.pick(idle);
      idle = idle.filter((one) => one !== warm);
      if (!random.chance(weather.recycleChance)) return warm;
      warm.sandbox.kill('recycled');
    }
    return undefined;
  };

  const invoke = (event: unknown) =>
    new Promise<InvocationResult>((resolve) => {
      if (running >= definition.concurrencyMax) {
        stats.throttled += 1;
        trace.add(name, 'throttled');
        return resolve({ ok: false, error: 'throttled' });
      }
      running += 1;
      stats.runningMax = Math.max(stats.runningMax, running);
      const warm = warmOne();
      const sandbox = warm?.sandbox ?? newSandbox();
      let ended = false;
      const end = (result: InvocationResult) => {
        if (ended) return;
        ended = true;
        running -= 1;
        if (!result.ok) stats.errors += 1;
        deathOf.delete(sandbox);
        trace.add(sandbox.id, result.ok ? `answers ${result.payload}` : `fails: ${result.error}`);
        resolve(result);
      };
      deathOf.set(sandbox, (error) => end({ ok: false, error }));

      const begin = (handler: Handler) => {
        stats.invocations += 1;
        trace.add(sandbox.id, `invoked (${stats.invocations})`);
        const deadlineMs = kernel.now() + timeoutMs;
        sandbox.deadlineMs = deadlineMs;
        kernel.schedule(timeoutMs, () => {
          if (!ended) sandbox.kill('timeout');
        });
        const context = contextOf(name, random.id(), () => deadlineMs - kernel.now());
        const finish = (result: InvocationResult) => {
          if (ended) return;
          // The runtime freezes once the response is out; what still runs goes on in the next invocation.
          sandbox.freeze();
          idle.push({ sandbox, handler });
          end(result);
        };
        handled(handler, event, context).then(
          (payload) => finish({ ok: true, payload }),
          () => finish({ ok: false, error: 'unhandled' }),
        );
      };

      if (warm !== undefined) {
        sandbox.thaw();
        // An event of its own: what was left running may come before it or after.
        kernel.schedule(0, () => sandbox.enter(() => begin(warm.handler)));
        return;
      }
      stats.coldStarts += 1;
      kernel.schedule(random.int(...weather.coldStartMs), () =>
        sandbox.enter(() => {
          const handler = startedBy(() => definition.start(sandbox));
          if (handler === undefined) sandbox.kill('init');
          // Gone already, if an outside call of the cold start was its last.
          else if (sandbox.isAlive()) begin(handler);
        }),
      );
    });

  return { name, invoke, running: () => running, stats };
}

/** The response as Lambda sees it; what JSON cannot write fails the invocation. */
async function handled(handler: Handler, event: unknown, context: Context): Promise<string | undefined> {
  return JSON.stringify(await handler(event as never, context));
}

function startedBy(start: () => Handler): Handler | undefined {
  try {
    return start();
  } catch {
    return undefined;
  }
}

function contextOf(functionName: string, awsRequestId: string, remainingMs: () => number): Context {
  const unused = () => {};
  return {
    functionName,
    awsRequestId,
    functionVersion: '$LATEST',
    invokedFunctionArn: `arn:aws:lambda:eu-central-1:000000000000:function:${functionName}`,
    memoryLimitInMB: '512',
    logGroupName: functionName,
    logStreamName: functionName,
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: remainingMs,
    done: unused,
    fail: unused,
    succeed: unused,
  };
}
