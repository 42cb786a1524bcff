/** How services of AWS write what they answer. */
import * as z from 'zod/mini';
import { AwsError } from './aws-error.ts';
import type { HttpAnswer } from './queues.ts';

export const xml = (status: number, action: string, result: string): HttpAnswer => ({
  status,
  headers: { 'content-type': 'text/xml' },
  body: `<${action}Response><${action}Result>${result}</${action}Result></${action}Response>`,
});

export const json = (output: object, version = '1.0'): HttpAnswer => ({
  status: 200,
  headers: { 'content-type': `application/x-amz-json-${version}` },
  body: JSON.stringify(output),
});

export function jsonFailure(error: unknown): HttpAnswer {
  const { code, message, status } = asAwsError(error);
  return {
    status,
    headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-errortype': code },
    body: JSON.stringify({ __type: code, message, Message: message }),
  };
}

/** As SNS and STS write an error. */
export function queryFailure(error: unknown): HttpAnswer {
  const { code, message, status } = asAwsError(error);
  const content = `${element('Type', 'Sender')}${element('Code', code.replace('AccessDeniedException', 'AuthorizationError'))}${element('Message', message)}`;
  const body = `<ErrorResponse><Error>${content}</Error></ErrorResponse>`;
  return { status, headers: { 'content-type': 'text/xml' }, body };
}

export const element = (name: string, text: string) => `<${name}>${escaped(text)}</${name}>`;

const escaped = (text: string) => text.replace(/[<>&]/g, (character) => `&#${character.charCodeAt(0)};`);

function asAwsError(error: unknown): AwsError {
  if (error instanceof AwsError) return error;
  if (error instanceof z.core.$ZodError || error instanceof SyntaxError) {
    return new AwsError('ValidationException', error.message);
  }
  return new AwsError('InternalFailure', error instanceof Error ? error.message : String(error), 500);
}
