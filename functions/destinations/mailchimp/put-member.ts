import { digest } from '../../core/declare/digest.ts';
import { path } from '../../core/declare/http-message.ts';
import { defineOperation } from '../../core/declare/operation.ts';
import { asId, jsonBody } from '../json-body.ts';
import { apiVersion, mailchimp } from './index.ts';

/** Somebody on an audience. https://mailchimp.com/developer/marketing/api/list-members/add-or-update-list-member/ */
export interface Member {
  readonly email_address: string;
  /** Of who is not on it yet: `pending` sends an invitation, `subscribed` says that they agreed elsewhere. */
  readonly status_if_new: 'subscribed' | 'pending' | 'unsubscribed';
  readonly language?: string;
  readonly merge_fields: { readonly FNAME?: string; readonly LNAME?: string; readonly PHONE?: string };
}

/** How Mailchimp calls who has this address: the MD5 of it in lower case. */
export const subscriberHash = (address: string) => digest('md5', address.toLowerCase());

/**
 * https://mailchimp.com/developer/marketing/api/list-members/add-or-update-list-member/
 * The status of who is there already is not touched, so that nobody is put on again who left.
 */
export const putMember = defineOperation<Member, typeof mailchimp>({
  name: 'put-member',
  destination: mailchimp,
  request: (member, { settings: { listId } }) => ({
    method: 'PUT',
    path: path`/${apiVersion.value}/lists/${listId}/members/${subscriberHash(member.email_address)}`,
    body: { encoding: 'json', value: member },
  }),
  derives: ({ email_address: address }) => [subscriberHash(address)],
  repeat: { by: 'upsert' },
  // Not `id`: that is the digest of the address.
  receipt: (response) => asId(jsonBody(response)?.contact_id),
});
