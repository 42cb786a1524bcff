/** The frame of all that HubSpot answers. https://developers.hubspot.com/docs/api-reference/error-handling */
import { type Answer, json } from './contract.ts';
import type { Refusal } from './hubspot-inputs.ts';
import { uuid } from './identifiers.ts';

export interface HubspotAnswers {
  readonly done: (statusCode: number, value: object) => Answer;
  readonly empty: () => Answer;
  readonly refused: (statusCode: number, refusal: Refusal & Readonly<Record<string, unknown>>) => Answer;
}

export function createHubspotAnswers(random: () => number): HubspotAnswers {
  const framed = (statusCode: number, value: object, correlationId: string) =>
    json(statusCode, value, {
      // Without a blank. Not verified against the present API.
      'content-type': 'application/json;charset=utf-8',
      'x-hubspot-correlation-id': correlationId,
    });
  return {
    done: (statusCode, value) => framed(statusCode, value, uuid(random)),
    empty: () => ({ statusCode: 204, headers: { 'x-hubspot-correlation-id': uuid(random) }, body: '' }),
    refused: (statusCode, refusal) => {
      const correlationId = uuid(random);
      return framed(statusCode, { status: 'error', ...refusal, correlationId }, correlationId);
    },
  };
}
