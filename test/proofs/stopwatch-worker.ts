/** The thread of a stopwatch: hands bytes on in both directions, and notes when a request begins. */
import { type AddressInfo, connect, createServer } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';

const arrivals: number[] = [];

const server = createServer((caller) => {
  const called = connect(workerData.serverPort, '127.0.0.1');
  let isAsking = false;
  caller.on('data', (bytes) => {
    // Nobody asks twice before he is answered, so that the first bytes after an answer are the next request.
    if (!isAsking) arrivals.push(Date.now());
    isAsking = true;
    called.write(bytes);
  });
  called.on('data', (bytes) => {
    isAsking = false;
    caller.write(bytes);
  });
  for (const [one, other] of [
    [caller, called],
    [called, caller],
  ] as const) {
    one.on('end', () => other.end());
    one.on('error', () => other.destroy());
  }
});
server.listen(0, '127.0.0.1', () => parentPort?.postMessage((server.address() as AddressInfo).port));
parentPort?.on('message', () => parentPort?.postMessage(arrivals));
