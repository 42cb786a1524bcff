/** Stands before a server and tells when each request arrived, by a clock that nothing else in this process holds up. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

export interface Stopwatch {
  /** To be called instead of the server's. */
  readonly url: string;
  /** When each request so far arrived, epoch milliseconds, in order. */
  readonly arrivals: () => Promise<readonly number[]>;
  readonly stop: () => Promise<unknown>;
}

/** @param serverUrl of HTTP/1.1 on 127.0.0.1, whose callers wait for one answer before they ask again */
export async function startStopwatch(serverUrl: string): Promise<Stopwatch> {
  const worker = new Worker(new URL('stopwatch-worker.ts', import.meta.url), {
    workerData: { serverPort: Number(new URL(serverUrl).port) },
  });
  const [port] = await once(worker, 'message');
  return {
    url: `http://127.0.0.1:${port}`,
    arrivals: async () => {
      worker.postMessage('arrivals');
      const [arrivals] = await once(worker, 'message');
      return arrivals;
    },
    stop: () => worker.terminate(),
  };
}
