/**
 * Runs inside a sandbox: the client of the Lambda Runtime API, with the rules of the nodejs24.x runtime.
 * https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { format } from 'node:util';
import { Worker } from 'node:worker_threads';

// An import of node:http would evaluate lazy getters that load undici: a third of a cold start that Lambda does not have.
const { Agent, request } = process.getBuiltinModule('node:http');
const variables = process.env;
const [host, port] = variables.AWS_LAMBDA_RUNTIME_API.split(':');
const agent = new Agent({ keepAlive: true });

// Standard input ends with the process that started this one, however that ended. A thread of its own sees it even
// while the handler never lets go of this one; and it keeps this process alive while nothing else does.
new Worker(
  `const { Socket } = require('node:net');
   new Socket({ fd: 0 }).on('error', () => {}).on('close', () => process.kill(process.pid, 'SIGKILL')).resume();`,
  { eval: true, stdin: false, resourceLimits: { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 4 } },
);

let requestId = '-';
writeConsoleAsLambdaDoes();
const handler = await load().catch(async (error) => {
  process.stdout.write(`${JSON.stringify({ level: 'ERROR', message: 'init error', ...described(error) })}\n`);
  await call('POST', 'init/error', JSON.stringify(described(error)));
  process.exit(1);
});
for (;;) await serveOne();

async function serveOne() {
  const { headers, body } = await call('GET', 'invocation/next');
  requestId = headers['lambda-runtime-aws-request-id'];
  const deadlineMs = Number(headers['lambda-runtime-deadline-ms']);
  const context = {
    functionName: variables.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: variables.AWS_LAMBDA_FUNCTION_VERSION,
    memoryLimitInMB: variables.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: variables.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: variables.AWS_LAMBDA_LOG_STREAM_NAME,
    invokedFunctionArn: headers['lambda-runtime-invoked-function-arn'],
    awsRequestId: requestId,
    callbackWaitsForEmptyEventLoop: false,
    getRemainingTimeInMillis: () => deadlineMs - Date.now(),
  };
  let answer;
  try {
    answer = ['response', JSON.stringify((await handler(JSON.parse(body), context)) ?? null)];
  } catch (error) {
    process.stdout.write(`${JSON.stringify({ level: 'ERROR', requestId, ...described(error) })}\n`);
    answer = ['error', JSON.stringify(described(error))];
  }
  await call('POST', `invocation/${requestId}/${answer[0]}`, answer[1]);
}

/** Rejects when whoever serves the Runtime API is gone, which ends this process. */
function call(method, path, body) {
  return new Promise((resolveCall, reject) => {
    const options = { host, port, agent, method, path: `/2018-06-01/runtime/${path}` };
    const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
    request({ ...options, headers: length }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () =>
        resolveCall({ headers: response.headers, body: Buffer.concat(chunks).toString() }),
      );
    })
      .on('error', reject)
      .end(body);
  });
}

async function load() {
  const [, folder = '', module, name] = /^(?:(.*)\/)?([^./]+)\.(.+)$/.exec(variables._HANDLER) ?? [];
  if (module === undefined)
    throw named('Runtime.MalformedHandlerName', `${variables._HANDLER} is no handler`);
  const path = resolve(variables.LAMBDA_TASK_ROOT, folder, module);
  const file = ['.js', '.mjs', '.cjs'].map((extension) => path + extension).find((one) => existsSync(one));
  if (file === undefined) throw named('Runtime.ImportModuleError', `Cannot find module '${module}'`);
  const loaded = await import(pathToFileURL(file).href);
  const found = loaded[name] ?? loaded.default?.[name];
  if (typeof found !== 'function')
    throw named('Runtime.HandlerNotFound', `${variables._HANDLER} is not exported`);
  if (found.length > 2) {
    throw named('Runtime.CallbackHandlerDeprecated', `${variables._HANDLER} takes a callback: make it async`);
  }
  return found;
}

function named(name, message) {
  return Object.assign(new Error(message), { name });
}

function described(error) {
  return error instanceof Error
    ? { errorType: error.name, errorMessage: error.message, stackTrace: (error.stack ?? '').split('\n') }
    : { errorType: typeof error, errorMessage: String(error), stackTrace: [] };
}

/** One line a call, with the request it belongs to, as JSON where the function is configured for it. */
function writeConsoleAsLambdaDoes() {
  const isJson = variables.AWS_LAMBDA_LOG_FORMAT === 'JSON';
  const writer =
    (level) =>
    (first, ...others) => {
      const timestamp = new Date().toISOString();
      const message = others.length === 0 && typeof first === 'object' ? first : format(first, ...others);
      const line = isJson
        ? JSON.stringify({ timestamp, level, requestId, message })
        : `${timestamp}\t${requestId}\t${level}\t${format(first, ...others)}`;
      // A line feed would end the event; CloudWatch shows a carriage return as one.
      process.stdout.write(`${line.replaceAll('\n', '\r')}\n`);
    };
  const levels = { trace: 'TRACE', debug: 'DEBUG', info: 'INFO', log: 'INFO', warn: 'WARN', error: 'ERROR' };
  for (const [method, level] of Object.entries(levels)) globalThis.console[method] = writer(level);
}
