/** Where an idempotency key may go, for a third party that takes it in no header. */
import { withFields } from './authorize.ts';
import type { PutKey } from './operation.ts';

/** `?requestid=…` */
export const keyInQuery =
  (name: string): PutKey =>
  (request, key) => ({
    ...request,
    query: [request.query, new URLSearchParams({ [name]: key })].filter(String).join('&'),
  });

/** A field of a JSON object or a form. */
export const keyInBody =
  (field: string): PutKey =>
  ({ body, ...request }, key) =>
    body === undefined
      ? request
      : { ...request, body: { ...body, text: withFields(body.text, body.contentType, { [field]: key }) } };
