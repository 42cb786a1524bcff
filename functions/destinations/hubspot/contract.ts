import { declareContract, probed } from '../../core/declare/contract.ts';
import { path } from '../../core/declare/http-message.ts';
import { asObject, asString, firstOf, jsonBody } from '../json-body.ts';
import { apiVersion, hubspot } from './index.ts';
import { type ContactProperties, upsertContact } from './upsert-contact.ts';

const contacts = `/crm/objects/${apiVersion.value}/contacts`;
const page = { method: 'GET', path: contacts } as const;

/** How HubSpot is probed. It makes contacts and archives them; whether an account is a test account no key tells. */
export const hubspotContract = declareContract({
  destination: hubspot,
  maps: ['properties', 'context'],
  list: {
    name: 'list-contacts',
    of: upsertContact.name,
    request: { ...page, query: { limit: '1' } },
    largest: { ...page, query: { limit: '100' } },
    nextAt: '$.paging.next.after',
    firstId: (response) => asString(firstOf(jsonBody(response)?.results)?.id),
    next: (response) => {
      const after = asString(asObject(asObject(jsonBody(response)?.paging)?.next)?.after);
      return after === undefined ? undefined : { ...page, query: { limit: '1', after } };
    },
  },
  operations: [
    probed({
      operation: upsertContact,
      paths: { request: `${contacts}/batch/upsert` },
      distinct: (input, token) => ({
        ...input,
        email: `interlock-probe-${token}@example.com`,
        external_client_id: `interlock-probe-${token}`,
      }),
      withoutRequired: (input) => {
        const { id: _, ...rest } = inputOf(input);
        return withInput(input, rest);
      },
      withUnknown: (input) =>
        withInput(input, { ...inputOf(input), properties: { ...input, interlock_unknown: 'x' } }),
      remove: (id) => ({ method: 'DELETE', path: `${contacts}${path`/${id}`}` }),
    }),
  ],
});

const inputOf = (properties: ContactProperties) => ({
  id: properties.email,
  idProperty: 'email',
  properties,
});

const withInput = (properties: ContactProperties, input: object) => ({
  ...upsertContact.request(properties),
  body: { encoding: 'json' as const, value: { inputs: [input] } },
});
