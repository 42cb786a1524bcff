import { type HttpRequest, type HttpResponse, path } from '../../core/declare/http-message.ts';
import { defineOperation } from '../../core/declare/operation.ts';
import { asId, asString, firstOf, jsonBody } from '../json-body.ts';
import { intercom } from './index.ts';

export interface ContactParams {
  readonly role: 'user';
  readonly external_id: string;
  readonly email: string;
  readonly name: string;
  readonly phone?: string;
  /** Unix seconds. */
  readonly signed_up_at: number;
  readonly unsubscribed_from_emails: boolean;
}

/**
 * https://developers.intercom.com/docs/references/rest-api/api.intercom.io/contacts/createcontact
 * No idempotency key and no upsert. A contact that is there already is answered with a 409 that the reference does
 * not list (https://github.com/intercom/Intercom-OpenAPI/pull/543); its message names the contact to update.
 */
export const createContact = defineOperation<ContactParams>({
  name: 'create-contact',
  destination: intercom,
  request: (value) => ({ method: 'POST', path: '/contacts', body: { encoding: 'json', value } }),
  repeat: {
    by: 'lookup',
    // By external id, which is exact; their search lags behind.
    request: ({ external_id }) => ({
      method: 'GET',
      path: path`/contacts/find_by_external_id/${external_id}`,
    }),
  },
  followUp: (input, response) => {
    const id = response.statusCode === 409 ? conflictingId(response) : asString(jsonBody(response)?.id);
    return id === undefined ? undefined : update(id, input);
  },
  receipt: (response) => asId(jsonBody(response)?.id),
});

/** https://developers.intercom.com/docs/references/rest-api/api.intercom.io/contacts/updatecontact */
function update(id: string, value: ContactParams): HttpRequest {
  return { method: 'PUT', path: path`/contacts/${id}`, body: { encoding: 'json', value } };
}

/** Ids are 24 hexadecimal digits today; the bound leaves room, the alphabet leaves none for a path or a query. */
const idInMessage = /\bid=([A-Za-z0-9_-]{1,64})(?![A-Za-z0-9_-])/;

/** The contact that a conflict names. An archived one was put away by a person: not ours to bring back. */
function conflictingId(response: HttpResponse): string | undefined {
  const error = firstOf(jsonBody(response)?.errors);
  const message = asString(error?.message);
  if (error?.code !== 'conflict' || message === undefined || /\barchived\b/i.test(message)) return undefined;
  return idInMessage.exec(message)?.[1];
}
