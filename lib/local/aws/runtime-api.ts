/**
 * One sandbox: a child process and the Runtime API that it asks for its invocations, on a port of its own because
 * the client takes nothing but host and port. https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { foreignness } from '../foreign-request.ts';
import { type RuntimeProcessOptions, spawnRuntime } from './runtime-process.ts';

export interface SandboxOptions extends Pick<RuntimeProcessOptions, 'codeDir' | 'memoryMb' | 'environment'> {
  readonly functionArn: string;
  readonly timeoutMs: number;
  readonly stream: string;
  readonly now: () => number;
  readonly onLine: (line: string, requestId: string) => void;
}

export type InvocationResult = { readonly ok: true; readonly payload: string } | FailedInvocation;

export interface FailedInvocation {
  readonly ok: false;
  readonly errorType: string;
  readonly errorMessage: string;
}

/** Lambda gives the code outside of the handler ten seconds. */
const initTimeoutMs = 10_000;
const prefix = '/2018-06-01/runtime/';

export class Sandbox {
  readonly stream: string;
  /** Folder of the code that it runs. */
  readonly codeDir: string;
  readonly #options: SandboxOptions;
  // A sandbox whose connection ended while its handler was at work would die of it on a busy machine, and its batch
  // would come back only after the visibility timeout.
  readonly #server = createServer({ keepAliveTimeout: 0 }, (request, response) =>
    this.#serve(request, response),
  );
  readonly #child: Promise<ChildProcess | undefined>;
  #isDead = false;
  #requestId = '-';
  /** Runs what waits for the child to ask for an invocation, or to die. */
  #onReady: () => void = () => {};
  #next: ServerResponse | undefined;
  #settle: ((result: InvocationResult) => void) | undefined;
  #initFailure: FailedInvocation | undefined;

  constructor(options: SandboxOptions) {
    this.#options = options;
    this.stream = options.stream;
    this.codeDir = options.codeDir;
    this.#child = this.#start();
  }

  get isDead(): boolean {
    return this.#isDead;
  }

  /** Resolves when the handler is loaded, with what kept it from that. */
  async up(): Promise<FailedInvocation | undefined> {
    const isReady = await this.#ready();
    if (this.#next !== undefined) return undefined;
    await this.kill();
    return (
      this.#initFailure ??
      failure(isReady ? 'Runtime.ExitError' : 'Sandbox.Timedout', 'the init phase failed')
    );
  }

  /** One at a time. A timeout and a crash kill the sandbox; an error that the handler threw does not. */
  async invoke(payload: string, requestId: string): Promise<InvocationResult> {
    const { timeoutMs, now, functionArn } = this.#options;
    const notUp = await this.up();
    this.#requestId = requestId;
    const response = this.#next;
    if (response === undefined) return notUp ?? failure('Runtime.ExitError', 'the process has ended');
    this.#next = undefined;
    const result = new Promise<InvocationResult>((resolve) => {
      this.#settle = resolve;
    });
    const timer = setTimeout(() => {
      const seconds = (timeoutMs / 1_000).toFixed(2);
      this.#finish(
        failure('Sandbox.Timedout', `RequestId: ${requestId} Error: Task timed out after ${seconds} seconds`),
      );
      void this.kill();
    }, timeoutMs);
    response.writeHead(200, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(payload),
      'lambda-runtime-aws-request-id': requestId,
      'lambda-runtime-deadline-ms': `${now() + timeoutMs}`,
      'lambda-runtime-invoked-function-arn': functionArn,
    });
    response.end(payload);
    return result.finally(() => clearTimeout(timer));
  }

  /** Resolves when the process is gone. */
  async kill(): Promise<void> {
    this.#isDead = true;
    const child = await this.#child;
    if (child !== undefined && child.exitCode === null && child.signalCode === null) {
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
    }
    this.#close();
  }

  async #start(): Promise<ChildProcess | undefined> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    if (this.#isDead) return undefined;
    const { port } = this.#server.address() as AddressInfo;
    const child = spawnRuntime({
      ...this.#options,
      port,
      onLine: (line) => this.#options.onLine(line, this.#requestId),
    });
    child.on('error', (error) => this.#died(String(error)));
    child.on('exit', (code, signal) =>
      this.#died(signal === null ? `exit status ${code}` : `signal: ${signal}`),
    );
    return child;
  }

  #died(how: string): void {
    this.#isDead = true;
    this.#next = undefined;
    const message = `RequestId: ${this.#requestId} Error: Runtime exited with error: ${how}`;
    this.#finish(this.#initFailure ?? failure('Runtime.ExitError', message));
    this.#onReady();
    this.#close();
  }

  #close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  #finish(result: InvocationResult): void {
    const settle = this.#settle;
    this.#settle = undefined;
    settle?.(result);
  }

  /** `false` when the init phase took too long. */
  #ready(): Promise<boolean> {
    if (this.#next !== undefined || this.#isDead) return Promise.resolve(true);
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(false), initTimeoutMs);
      this.#onReady = () => {
        clearTimeout(timer);
        resolve(true);
      };
    });
  }

  #serve(request: IncomingMessage, response: ServerResponse): void {
    if (foreignness(request.headers) !== undefined) {
      response.writeHead(403).end();
      return;
    }
    const path = request.url?.startsWith(prefix) ? request.url.slice(prefix.length) : '';
    if (path === 'invocation/next') {
      this.#next = response;
      this.#onReady();
      return;
    }
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      response.writeHead(202, { 'content-type': 'application/json' }).end('{"status":"OK"}');
      this.#take(path, Buffer.concat(chunks).toString());
    });
  }

  #take(path: string, body: string): void {
    if (path === 'init/error') this.#initFailure = errorFrom(body);
    else if (path === `invocation/${this.#requestId}/response`) this.#finish({ ok: true, payload: body });
    else if (path === `invocation/${this.#requestId}/error`) this.#finish(errorFrom(body));
  }
}

const failure = (errorType: string, errorMessage: string) =>
  ({ ok: false, errorType, errorMessage }) as const;

function errorFrom(body: string): FailedInvocation {
  const { errorType, errorMessage } = JSON.parse(body) as { errorType?: string; errorMessage?: string };
  return failure(errorType ?? 'Unhandled', errorMessage ?? '');
}
