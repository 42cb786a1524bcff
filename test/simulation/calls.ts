/**
 * The SDK's clients as a sandbox sees them: a wire that loses things, a deadline, and the SDK's own repetitions. What a
 * service does stands in its model.
 */
import type { Fault } from './fault-plan.ts';
import { leave, type Outside } from './outside.ts';
import type { Sandbox } from './sandbox.ts';

/** A service. Synchronous: it has applied the operation when it returns; throws errors as the SDK would. */
export interface Model {
  readonly execute: (operation: string, input: unknown) => unknown;
}

/** A client. The promise is of whatever the caller expects of this command: only the model knows. */
export interface Sends {
  readonly send: (command: Command) => Promise<never>;
}

interface Command {
  readonly input: object;
}

/** As `awsClient` in functions/core/runtime.ts has it. */
const requestTimeoutMs = 3_000;
const attemptsMax = 3;

/** Full jitter over 100 ms · 2ⁿ, throttling 500 ms · 2ⁿ, at most 20 s. https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html */
const backoffMs = { ordinary: 100, throttled: 500, cap: 20_000 };

/** How long after the caller has given up a late request may still arrive. */
const lateMsMax = 10_000;

/** A client of `model` for code in `sandbox`. `service` is how the calls are labelled: `dynamodb`, `sqs`. */
export function sends(outside: Outside, model: Model, sandbox: Sandbox, service: string): Sends {
  return {
    send: (command) =>
      new Promise<never>((resolve, reject) => {
        const operation = command.constructor.name.replace(/Command$/, '');
        const label = `${service}.${operation}`;
        const attempt = (number: number) =>
          once(
            outside,
            sandbox,
            { label, attempt: number, item: itemOf(command) },
            () => model.execute(operation, command.input),
            {
              answered: (output) => resolve(output as never),
              failed: (error) => {
                if (number >= attemptsMax || !isRetryable(error)) return reject(error);
                outside.kernel.schedule(pauseMs(outside, error, number), () =>
                  sandbox.enter(() => attempt(number + 1)),
                );
              },
            },
          );
        attempt(1);
      }),
  };
}

/** What a call to the table is about: every item of ours has `id` for its key. */
const itemOf = ({ input }: Command) =>
  (input as { readonly Key?: { readonly id?: { readonly S?: string } } }).Key?.id?.S;

interface Ends {
  readonly answered: (output: unknown) => void;
  readonly failed: (error: unknown) => void;
}

/** One attempt: the request's way there, what the service does, the answer's way back. */
function once(
  outside: Outside,
  sandbox: Sandbox,
  about: { readonly label: string; readonly attempt: number; readonly item: string | undefined },
  execute: () => unknown,
  { answered, failed }: Ends,
): void {
  const { kernel, random, latencyMs } = outside;
  const call = leave(outside, sandbox, { kind: 'aws', ...about });
  if (call === undefined) return;
  const { fault } = call;
  const startedMs = kernel.now();
  const thereMs = latencyMs();
  const after = (ms: number, end: () => void) => kernel.schedule(ms, () => sandbox.enter(end));
  const refusal = refusals[fault];
  if (refusal !== undefined) {
    after(thereMs + latencyMs(), () => failed(sdkError(refusal)));
    return;
  }
  if (fault === 'unreachable') {
    after(thereMs, () => failed(sdkError(unreachable)));
    return;
  }
  if (fault === 'late') {
    after(requestTimeoutMs, () => failed(sdkError(timedOut)));
    // Nobody is left to hear what comes of it.
    kernel.schedule(requestTimeoutMs + random.int(1, lateMsMax), () => void applied(execute));
    return;
  }
  kernel.schedule(thereMs, () => {
    const end = dated(applied(execute), kernel.now());
    if (fault === 'kill-after') return sandbox.kill('killed');
    if (fault === 'lost') {
      if (random.chance(0.5)) return after(latencyMs(), () => failed(sdkError(reset)));
      return after(startedMs + requestTimeoutMs - kernel.now(), () => failed(sdkError(timedOut)));
    }
    after(latencyMs(), () => {
      // The sandbox was frozen while the answer came: its timer ran out too, and either may be looked at first.
      const isOverdue = kernel.now() - startedMs > requestTimeoutMs;
      if (isOverdue && random.chance(0.5)) failed(sdkError(timedOut));
      else if ('output' in end) answered(end.output);
      else failed(end.error);
    });
  });
}

type End = { readonly output: unknown } | { readonly error: unknown };

/** With the service's date, as the slim clients hand it on. */
function dated(end: End, nowMs: number): End {
  const date = new Date(nowMs).toUTCString();
  if ('output' in end)
    return { output: { ...(end.output as object), $metadata: { httpStatusCode: 200, date } } };
  Object.assign((end.error as { readonly $metadata: object }).$metadata, { date });
  return end;
}

/** An error of the service is its answer; any other is a hole in the model, and ends the run. */
function applied(execute: () => unknown): End {
  try {
    return { output: execute() };
  } catch (error) {
    if (error instanceof Error && '$metadata' in error) return { error };
    throw error;
  }
}

interface ErrorShape {
  readonly name: string;
  readonly statusCode?: number;
  readonly retryable: boolean;
}

const timedOut: ErrorShape = { name: 'TimeoutError', retryable: true };
const reset: ErrorShape = { name: 'ECONNRESET', retryable: true };
const unreachable: ErrorShape = { name: 'ECONNREFUSED', retryable: true };
const refusals: Partial<Readonly<Record<Fault, ErrorShape>>> = {
  fail: { name: 'InternalServerError', statusCode: 500, retryable: true },
  throttle: { name: 'ThrottlingException', statusCode: 400, retryable: true },
  deny: { name: 'AccessDeniedException', statusCode: 400, retryable: false },
};

function sdkError({ name, statusCode, retryable }: ErrorShape): Error {
  return Object.assign(new Error(name), {
    name,
    $metadata: statusCode === undefined ? {} : { httpStatusCode: statusCode },
    ...(retryable ? { $retryable: { throttling: name === 'ThrottlingException' } } : {}),
  });
}

/** What a model throws is an answer, and final, unless it says otherwise in the SDK's way. */
const isRetryable = (error: unknown) =>
  (error as { readonly $retryable?: unknown }).$retryable !== undefined ||
  (error as { readonly $fault?: unknown }).$fault === 'server';

function pauseMs({ random }: Outside, error: unknown, attempt: number): number {
  const isThrottled = (error as Error).name === 'ThrottlingException';
  const base = isThrottled ? backoffMs.throttled : backoffMs.ordinary;
  return random.next() * Math.min(backoffMs.cap, base * 2 ** (attempt - 1));
}
