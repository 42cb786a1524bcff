/** A Lambda function: its sandboxes, warm ones first, and the lines that the platform adds to its log. */
import { randomUUID } from 'node:crypto';
import type { LogLine } from './logs.ts';
import { type InvocationResult, Sandbox } from './runtime-api.ts';

export interface FunctionDefinition {
  readonly name: string;
  readonly arn: string;
  /** Folder that holds the handler's module. */
  readonly codeDir: string;
  /** `handler.handler`: module and export. */
  readonly handler: string;
  readonly runtime: string;
  readonly timeoutMs: number;
  readonly memoryMb: number;
  readonly logGroup: string;
  readonly logFormat: 'Text' | 'JSON';
  /** What the template, and the role, give the function to see. */
  readonly environment: Readonly<Record<string, string>>;
  readonly reservedConcurrency: number | undefined;
}

export interface FunctionStats {
  invocations: number;
  /** Invocations that failed, timeouts among them. */
  errors: number;
  timeouts: number;
  coldStarts: number;
  throttles: number;
}

export class LambdaFunction {
  readonly definition: FunctionDefinition;
  readonly stats: FunctionStats = { invocations: 0, errors: 0, timeouts: 0, coldStarts: 0, throttles: 0 };
  readonly #onLog: (line: LogLine) => void;
  readonly #now: () => number;
  readonly #sandboxes = new Set<Sandbox>();
  /** Not yet in anybody's use: they count for no limit. */
  readonly #starting = new Set<Sandbox>();
  #idle: Sandbox[] = [];
  #codeDir: string;
  #isStopped = false;

  constructor(
    definition: FunctionDefinition,
    { onLog, now }: { readonly onLog: (line: LogLine) => void; readonly now: () => number },
  ) {
    this.definition = definition;
    this.#codeDir = definition.codeDir;
    this.#onLog = onLog;
    this.#now = now;
  }

  /** Never rejects: what goes wrong is the result. `payload` is the event as JSON. */
  async invoke(payload: string): Promise<InvocationResult> {
    const { reservedConcurrency = Number.POSITIVE_INFINITY } = this.definition;
    if (this.#isStopped || this.#sandboxes.size - this.#idle.length >= reservedConcurrency) {
      this.stats.throttles += 1;
      return { ok: false, errorType: 'TooManyRequestsException', errorMessage: 'Rate Exceeded.' };
    }
    const sandbox = this.#takeSandbox();
    const requestId = randomUUID();
    const startedMs = this.#now();
    this.stats.invocations += 1;
    const result = await sandbox.invoke(payload, requestId);
    if (!sandbox.isDead && sandbox.codeDir === this.#codeDir) this.#idle.push(sandbox);
    else await this.#end(sandbox);
    if (!result.ok) this.#report(sandbox, requestId, this.#now() - startedMs, result);
    return result;
  }

  /**
   * The next invocation runs the code in this folder; what is under way ends with the code that it began with. Rejects, and
   * all stays as it is, when the code does not come up.
   */
  async replaceCode(codeDir: string): Promise<void> {
    const fresh = this.#open(codeDir);
    this.#starting.add(fresh);
    const failure = await fresh.up();
    this.#starting.delete(fresh);
    if (failure !== undefined) throw new Error(`${failure.errorType}: ${failure.errorMessage}`);
    const old = this.#idle;
    this.#codeDir = codeDir;
    this.#sandboxes.add(fresh);
    this.#idle = [fresh];
    await Promise.all(old.map((sandbox) => this.#end(sandbox)));
  }

  /** Kills what runs; resolves when no process is left. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await Promise.all([...this.#sandboxes, ...this.#starting].map((sandbox) => sandbox.kill()));
  }

  #takeSandbox(): Sandbox {
    for (let warm = this.#idle.pop(); warm !== undefined; warm = this.#idle.pop()) {
      if (!warm.isDead) return warm;
      this.#sandboxes.delete(warm);
    }
    this.stats.coldStarts += 1;
    const sandbox = this.#open(this.#codeDir);
    this.#sandboxes.add(sandbox);
    return sandbox;
  }

  async #end(sandbox: Sandbox): Promise<void> {
    this.#sandboxes.delete(sandbox);
    await sandbox.kill();
  }

  #open(codeDir: string): Sandbox {
    const { definition } = this;
    const day = new Date(this.#now()).toISOString().slice(0, 10).replaceAll('-', '/');
    const stream = `${day}/[$LATEST]${randomUUID().replaceAll('-', '')}`;
    return new Sandbox({
      functionArn: definition.arn,
      codeDir,
      memoryMb: definition.memoryMb,
      timeoutMs: definition.timeoutMs,
      stream,
      environment: { ...platformVariables({ ...definition, codeDir }, stream), ...definition.environment },
      now: this.#now,
      onLine: (line, requestId) => this.#log(stream, requestId, line),
    });
  }

  /** Of the platform's lines, those that a system log level of WARN leaves: what went wrong. */
  #report(
    { stream }: Sandbox,
    requestId: string,
    durationMs: number,
    { errorType, errorMessage }: InvocationResult & { ok: false },
  ): void {
    const isTimeout = errorType === 'Sandbox.Timedout';
    this.stats.errors += 1;
    if (isTimeout) this.stats.timeouts += 1;
    const status = isTimeout ? 'timeout' : 'error';
    const line =
      this.definition.logFormat === 'JSON'
        ? JSON.stringify({
            time: new Date(this.#now()).toISOString(),
            type: 'platform.report',
            record: { requestId, status, errorType, errorMessage, metrics: { durationMs } },
          })
        : `REPORT RequestId: ${requestId}\tDuration: ${durationMs} ms\tStatus: ${status}\tError Type: ${errorType}\t${errorMessage}`;
    this.#log(stream, requestId, line);
  }

  #log(stream: string, requestId: string, line: string): void {
    const { name, logGroup } = this.definition;
    this.#onLog({ functionName: name, logGroup, stream, requestId, line });
  }
}

/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime */
const platformVariables = (definition: FunctionDefinition, stream: string) => ({
  TZ: ':UTC',
  LANG: 'en_US.UTF-8',
  LAMBDA_TASK_ROOT: definition.codeDir,
  _HANDLER: definition.handler,
  AWS_EXECUTION_ENV: `AWS_Lambda_${definition.runtime}`,
  AWS_LAMBDA_FUNCTION_NAME: definition.name,
  AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: `${definition.memoryMb}`,
  AWS_LAMBDA_LOG_GROUP_NAME: definition.logGroup,
  AWS_LAMBDA_LOG_STREAM_NAME: stream,
  AWS_LAMBDA_LOG_FORMAT: definition.logFormat,
  AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
});
