import { declareContract, probed } from '../../core/declare/contract.ts';
import { path } from '../../core/declare/http-message.ts';
import { asObject, asString, firstOf, jsonBody } from '../json-body.ts';
import { createContact } from './create-contact.ts';
import { intercom } from './index.ts';

const page = { method: 'GET', path: '/contacts' } as const;

/** How Intercom is probed. It makes contacts and deletes them; a test workspace looks like any other. */
export const intercomContract = declareContract({
  destination: intercom,
  maps: ['custom_attributes'],
  list: {
    name: 'list-contacts',
    of: createContact.name,
    request: { ...page, query: { per_page: '1' } },
    largest: { ...page, query: { per_page: '150' } },
    nextAt: '$.pages.next.starting_after',
    firstId: (response) => asString(firstOf(jsonBody(response)?.data)?.id),
    // https://developers.intercom.com/docs/build-an-integration/learn-more/rest-apis/pagination-cursor
    next: (response) => {
      const next = asObject(asObject(jsonBody(response)?.pages)?.next);
      const token = asString(next?.starting_after);
      return token === undefined ? undefined : { ...page, query: { per_page: '1', starting_after: token } };
    },
  },
  operations: [
    probed({
      operation: createContact,
      paths: {
        request: '/contacts',
        lookup: '/contacts/find_by_external_id/{external_id}',
        followUp: '/contacts/{contact_id}',
      },
      distinct: (input, token) => ({
        ...input,
        external_id: `interlock-probe-${token}`,
        email: `interlock-probe-${token}@example.com`,
      }),
      withoutRequired: ({ name }) => ({
        method: 'POST',
        path: '/contacts',
        body: { encoding: 'json', value: { name } },
      }),
      withUnknown: (input) => ({
        ...createContact.request(input),
        body: { encoding: 'json', value: { ...input, interlock_unknown: 'x' } },
      }),
      remove: (id) => ({ method: 'DELETE', path: path`/contacts/${id}` }),
    }),
  ],
});
