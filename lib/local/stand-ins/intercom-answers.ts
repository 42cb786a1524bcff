/** The frame of all that Intercom answers. https://developers.intercom.com/docs/references/rest-api/errors */
import { type Answer, type Arrived, json } from './contract.ts';
import { uuid } from './identifiers.ts';

export interface Problem {
  readonly code: string;
  readonly message: string;
  readonly field?: string;
}

export interface IntercomAnswers {
  readonly done: (request: Arrived, value: object) => Answer;
  readonly refused: (request: Arrived, statusCode: number, problem: Problem) => Answer;
}

/** Of a workspace that has chosen no other: here, what Interlock is written against. */
const defaultVersion = '2.16';

export function createIntercomAnswers(random: () => number): IntercomAnswers {
  const framed = ({ headers }: Arrived, statusCode: number, value: object, requestId: string) =>
    json(statusCode, value, {
      'x-request-id': requestId,
      'intercom-version': headers['intercom-version'] ?? defaultVersion,
    });
  return {
    done: (request, value) => framed(request, 200, value, uuid(random)),
    refused: (request, statusCode, { code, message, field }) => {
      const requestId = uuid(random);
      const error = { code, message, ...(field === undefined ? {} : { field }) };
      const list = { type: 'error.list', request_id: requestId, errors: [error] };
      return framed(request, statusCode, list, requestId);
    },
  };
}
