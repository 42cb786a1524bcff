import type { ExchangeToRecord } from '../../../../lib/contract/recording/recorded-exchange.ts';

export interface Said {
  readonly check?: string;
  readonly operation?: string;
  readonly template?: string;
  readonly isWrong?: boolean;
  readonly path?: string;
  readonly query?: string;
  /** Sent as JSON. */
  readonly sent?: unknown;
  readonly statusCode?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON unless it is a string. */
  readonly body?: unknown;
}

/** An exchange as a probe keeps it. */
export function exchange(said: Said): ExchangeToRecord {
  const { template = 'POST /contacts', body = {} } = said;
  const [method = '', fixed = ''] = template.split(' ');
  return {
    check: said.check ?? 'create',
    operation: said.operation ?? 'create-contact',
    template,
    isWrong: said.isWrong ?? false,
    request: {
      method,
      path: said.path ?? fixed,
      query: said.query ?? '',
      headers: {},
      ...(said.sent === undefined
        ? {}
        : { body: { contentType: 'application/json', text: JSON.stringify(said.sent) } }),
    },
    result: {
      response: {
        statusCode: said.statusCode ?? 200,
        headers: said.headers ?? { 'content-type': 'application/json; charset=utf-8' },
        body: typeof body === 'string' ? body : JSON.stringify(body),
        bodyTruncated: false,
      },
    },
  };
}
