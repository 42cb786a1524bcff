import { declareContract, probed } from '../../core/declare/contract.ts';
import { path } from '../../core/declare/http-message.ts';
import { apiVersion, mailchimp } from './index.ts';
import { type Member, putMember, subscriberHash } from './put-member.ts';

/** How Mailchimp is probed. It makes members and archives them; there are no test accounts. */
export const mailchimpContract = declareContract({
  destination: mailchimp,
  example: { listId: 'a1b2c3d4e5' },
  bySettings: ({ listId }) => {
    const members = path`/${apiVersion.value}/lists/${listId}/members`;
    const withBody = ({ email_address: address }: Member, value: Readonly<Record<string, string>>) => ({
      method: 'PUT' as const,
      path: `${members}/${subscriberHash(address)}`,
      body: { encoding: 'json' as const, value },
    });
    return {
      maps: ['merge_fields'],
      operations: [
        probed<Member, typeof mailchimp>({
          operation: putMember,
          paths: { request: `/${apiVersion.value}/lists/{list}/members/{hash}` },
          examples: [
            {
              email_address: 'ada.lovelace@example.com',
              status_if_new: 'pending',
              language: 'en',
              merge_fields: { FNAME: 'Ada', LNAME: 'Lovelace', PHONE: '+442079460958' },
            },
            { email_address: 'ada@example.com', status_if_new: 'pending', merge_fields: {} },
          ],
          distinct: (member, token) => ({ ...member, email_address: `interlock-probe-${token}@example.com` }),
          withoutRequired: (member) => withBody(member, { email_address: member.email_address }),
          withUnknown: (member) =>
            withBody(member, {
              email_address: member.email_address,
              status_if_new: member.status_if_new,
              interlock_unknown: 'x',
            }),
          remove: (id) => ({ method: 'DELETE', path: `${members}${path`/${id}`}` }),
        }),
      ],
    };
  },
});
