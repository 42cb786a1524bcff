import type { HttpResponse } from '../declare/http-message.ts';
import type { Classification } from '../http/classify.ts';
import type { RenderedRequest } from '../http/request.ts';

export type Outcome =
  | 'delivered'
  | 'duplicate'
  | 'skipped'
  | 'deferred'
  | 'retry'
  | 'parked'
  | 'dead-lettered';

/** One request and what came of it. */
export interface Attempt {
  readonly number: number;
  readonly request: RenderedRequest;
  readonly response?: HttpResponse | undefined;
  readonly classification: Classification;
  readonly durationMs: number;
}
