import type {
  Destination,
  Judgement,
  LimitReading,
  Meaning,
  Scope,
  Verdict,
} from '../declare/destination.ts';
import type { HttpResponse } from '../declare/http-message.ts';
import { isGatewayAnswer } from './gateway-marks.ts';
import type { Speaker } from './speaker.ts';
import { type Meant, statusMeaning } from './status-meanings.ts';
import { namesThrottling } from './throttle-marks.ts';

/** What was read of a response. */
export interface Heard {
  readonly response: HttpResponse;
  readonly speaker: Speaker;
  /** The operation read the id of what was made. */
  readonly isReceipted: boolean;
  /** The operation takes this status for a yes without an id. */
  readonly isAccepted: boolean;
  readonly judged: Judgement | undefined;
  /** The third party's error code. */
  readonly code: string | undefined;
  readonly limit: LimitReading | undefined;
  /** By `Retry-After`. */
  readonly asksForPause: boolean;
}

/** A "yes" that nobody can read is none: `isUnreadable`. */
export function meaningOf(
  destination: Pick<Destination, 'statuses' | 'codes'>,
  heard: Heard,
): Meant & { readonly isUnreadable: boolean } {
  const meaning = claimedOf(destination, heard);
  const isReadable = heard.isReceipted || heard.isAccepted;
  if (meaning.verdict !== 'success' || isReadable) return { ...meaning, isUnreadable: false };
  return { verdict: 'ambiguous', scope: 'event', isUnreadable: true };
}

/**
 * What it says it means. In this order: the destination's judgement, its error codes, what names a limit, a gateway's
 * page, the destination's statuses, the table.
 */
function claimedOf(
  { statuses = {}, codes = {} }: Pick<Destination, 'statuses' | 'codes'>,
  heard: Heard,
): Meant {
  const { response, judged, code } = heard;
  const { statusCode } = response;
  if (judged !== undefined) return scoped(judged, statusCode);
  const { own, gateway, mutedIsGateway } = statusMeaning(statusCode);
  const declared = statuses[statusCode];
  const isDone = own.verdict === 'success';
  // Whatever else stands in or beside it.
  if (isDone && heard.isReceipted) return declared === undefined ? own : scoped(declared, statusCode);
  const speaker = isDone ? speakerOfSuccess(heard) : heard.speaker;
  if (speaker !== 'gateway' && code !== undefined && Object.hasOwn(codes, code)) {
    const known = codes[code];
    if (known !== undefined) return scoped(known, statusCode);
  }
  if (namesThrottling(response, heard)) return throttled;
  if (speaker === 'gateway') return gateway;
  if (declared !== undefined) return scoped(declared, statusCode);
  if (speaker === 'nobody' && mutedIsGateway === true) {
    // Cut before it said whose it is: asked again.
    return response.bodyTruncated ? { verdict: 'retryable', scope: 'event' } : gateway;
  }
  return own;
}

const throttled: Meant = { verdict: 'throttled', scope: 'destination' };

/** Nobody declares the shape of what is no error: here only a certain mark tells of a gateway. */
const speakerOfSuccess = ({ response }: Heard): Speaker =>
  isGatewayAnswer(response) ? 'gateway' : 'application';

/** With what a declaration leaves out. */
function scoped(declared: Verdict | Meaning, statusCode: number): Meant {
  const meaning: Meaning = typeof declared === 'string' ? { verdict: declared } : declared;
  const { verdict, scope = scopeOf(verdict, statusCode) } = meaning;
  const lookAt = meaning.lookAt ?? (verdict === 'credentials' ? 'credentials' : undefined);
  return { verdict, scope, ...(lookAt === undefined ? {} : { lookAt }) };
}

/** As `Meaning.scope` promises. */
function scopeOf(verdict: Verdict, statusCode: number): Scope {
  switch (verdict) {
    case 'throttled':
    case 'credentials':
      return 'destination';
    case 'refused':
      return 'operation';
    case 'retryable':
    case 'ambiguous':
      return statusCode >= 500 ? 'destination' : 'event';
    default:
      return 'event';
  }
}
