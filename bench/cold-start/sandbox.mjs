/**
 * One start, in a fresh process: imports a handler, gives it batches, and writes down what that took.
 * Reads the batches by file descriptor, as Lambda's own client does without Node's http: an import of it here would be
 * an import less for the handler.
 */
import { openSync, readSync, writeSync } from 'node:fs';

const { handlerUrl, batchesFile, batchBytes, processesFile, warmUp, measured } = JSON.parse(
  process.env.BENCH_START,
);
const batches = openSync(batchesFile, 'r');
const buffer = Buffer.alloc(batchBytes);
const resultFd = 3;

const context = {
  functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
  functionVersion: '$LATEST',
  memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
  invokedFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:bench',
  getRemainingTimeInMillis: () => 30_000,
};
let served = 0;
async function serveOne() {
  readSync(batches, buffer, 0, batchBytes, served * batchBytes);
  served += 1;
  const event = JSON.parse(buffer.toString());
  const { batchItemFailures } = await handler(event, { ...context, awsRequestId: `request-${served}` });
  if (batchItemFailures.length > 0) throw new Error(`${batchItemFailures.length} messages came back`);
}
const cpuMs = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
};

const { handler } = await import(handlerUrl);
// From the start of the process: Node's own boot is in it.
const [initMs, initCpuMs] = [performance.now(), cpuMs()];
// Lambda gives the init phase a whole core, and what comes after it a share.
if (processesFile !== undefined) writeSync(openSync(processesFile, 'w'), `${process.pid}`);
await serveOne();
const [coldMs, coldCpuMs] = [performance.now(), cpuMs()];
for (let batch = 0; batch < warmUp; batch += 1) await serveOne();
const [warmFromMs, warmFromCpuMs] = [performance.now(), cpuMs()];
for (let batch = 0; batch < measured; batch += 1) await serveOne();
const warmMs = (performance.now() - warmFromMs) / measured;
const warmCpuMs = (cpuMs() - warmFromCpuMs) / measured;
const rssMb = process.memoryUsage.rss() / 1_048_576;
writeSync(resultFd, JSON.stringify({ initMs, initCpuMs, coldMs, coldCpuMs, warmMs, warmCpuMs, rssMb }));
process.exit(0);
