import type { Operation } from '../declare/operation.ts';
import { NoPermitError } from '../errors.ts';
import type { Classification } from '../http/classify.ts';
import { classifyAnswer } from '../http/classify-answer.ts';
import type { RenderedRequest } from '../http/request.ts';
import type { HttpResult, SendHttp } from '../http/send-http.ts';
import { makeAppointment } from './appointment.ts';
import type { Lane, Lanes } from './lanes.ts';
import { sendWithinMs } from './spacing.ts';

export interface PacedSendOptions {
  /**
   * When a request may start, epoch milliseconds: it counts towards the account's limit. Throws `NoPermitError` when that
   * is further off than `withinMs`, and when nobody knows.
   */
  readonly reserve: (withinMs: number) => Promise<number>;
  /** Tells everyone that nothing may be sent before this moment, epoch milliseconds. */
  readonly hold: (untilMs: number) => Promise<void>;
  readonly send: SendHttp;
  /** Where so many requests may be under way. @default - any number */
  readonly lanes?: Lanes | undefined;
  /** The longest that is waited for a permit, which may be far off: a budget for the day may be used up. */
  readonly permitWaitMsMax: number;
  readonly now: () => number;
  readonly monotonicMs: () => number;
  readonly sleep: (ms: number) => Promise<void>;
}

/** One request, and what came of it. */
export interface PacedResult {
  readonly result: HttpResult;
  readonly classification: Classification;
  readonly durationMs: number;
  /** Epoch milliseconds. */
  readonly endedAtMs: number;
}

/**
 * Sends one request when its permit's moment has come.
 * Throws `NoPermitError` when that is too far off or was missed again and again, and what `reserve` and `hold` throw.
 * @param operation says what the response means, and how long to wait for it
 */
export type PacedSend = (request: RenderedRequest, operation: Operation<never>) => Promise<PacedResult>;

/** How long a function waits for a permit in place. What finds no room within it has its turn at the next request. */
export const permitWaitMsMax = 10_000;

/** So many permits in a row whose moment is missed are no accident. */
const missesMax = 3;

/** Sends single requests that belong to no delivery within the account's limit: probes. */
export function createPacedSend(options: PacedSendOptions): PacedSend {
  const { reserve, hold, send, lanes, now, sleep } = options;
  const waitForMoment = async (lane: Lane | undefined): Promise<void> => {
    for (let misses = 0; misses < missesMax; misses += 1) {
      const { leftMs, isNow } = makeAppointment(
        options,
        await reserve(options.permitWaitMsMax),
        sendWithinMs,
      );
      const waitMs = leftMs();
      if (waitMs > options.permitWaitMsMax) {
        throw new NoPermitError(`the rate limit leaves no room for a probe for ${Math.ceil(waitMs)} ms`);
      }
      if (waitMs > 0) await sleep(Math.ceil(waitMs));
      // Leased anew after a long wait, if nobody else has it by then.
      if ((await lane?.lasts()) === false) throw noLaneLeft();
      if (isNow()) return;
    }
    throw new NoPermitError('permits came too late to be used');
  };
  return async (request, operation) => {
    const lane = await lanes?.take();
    if (lanes !== undefined && lane === undefined) throw noLaneLeft();
    let isOpen = false;
    let startedMs = 0;
    let result: HttpResult;
    try {
      await waitForMoment(lane);
      startedMs = now();
      result = await send(request, operation.destination.requestTimeoutMs);
      isOpen = 'failure' in result && result.failure.sent === 'unknown';
    } finally {
      lane?.leave(isOpen);
      await lanes?.settled();
    }
    const endedAtMs = now();
    const classification = await classifyAnswer(operation, result, endedAtMs);
    if (classification.notBeforeMs !== undefined) await hold(classification.notBeforeMs);
    return { result, classification, durationMs: endedAtMs - startedMs, endedAtMs };
  };
}

const noLaneLeft = () => new NoPermitError('as many requests are under way as the third party allows');
