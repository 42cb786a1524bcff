/** One exchange of a recording: as it was probed, and as it is kept. */
import type { ProbedExchange } from '../../../functions/core/contract/probe/send-probe.ts';
import type { RecordedBody } from './recorded-body.ts';

/** What a recording needs of an exchange. */
export type ExchangeToRecord = Pick<
  ProbedExchange,
  'check' | 'isWrong' | 'operation' | 'request' | 'result' | 'template'
>;

export interface RecordedExchange {
  readonly check: string;
  readonly operation: string;
  /** Method and path template. */
  readonly template: string;
  readonly isWrong: boolean;
  readonly request: {
    readonly method: string;
    readonly path: string;
    /** Without `?`; '' for none. */
    readonly query: string;
    readonly contentType?: string;
    readonly body?: RecordedBody;
  };
  readonly response: {
    readonly statusCode: number;
    /** Those that are read, logged, or tell of a limit. */
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: RecordedBody;
  };
}
