import { declareContract, probed } from '../../core/declare/contract.ts';
import { path } from '../../core/declare/http-message.ts';
import { apiVersion, salesforce } from './index.ts';
import { type ContactUpsert, upsertContact } from './upsert-contact.ts';

const contacts = `/services/data/${apiVersion.value}/sobjects/Contact`;

/** How Salesforce is probed. It makes contacts and deletes them. */
export const salesforceContract = declareContract({
  destination: salesforce,
  maps: [],
  isSandbox: ({ instance }) => /\.(?:develop|sandbox|scratch)$/.test(instance),
  operations: [
    probed<ContactUpsert>({
      operation: upsertContact,
      paths: { request: `${contacts}/Client_Id__c/{externalId}` },
      examples: [
        {
          externalId: '48213',
          fields: {
            LastName: 'Lovelace',
            FirstName: 'Ada',
            Email: 'ada.lovelace@example.com',
            Phone: '+442079460958',
            MailingCity: 'London',
            MailingCountry: 'United Kingdom',
          },
        },
        { externalId: '48214', fields: { LastName: 'Ada' } },
      ],
      distinct: (input, token) => ({ ...input, externalId: `interlock-probe-${token}` }),
      withoutRequired: ({ externalId, fields: { LastName: _, ...fields } }) =>
        withBody({ externalId, fields: { LastName: '' } }, fields),
      withUnknown: (input) => withBody(input, { ...input.fields, Interlock_Unknown__c: 'x' }),
      remove: (id) => ({ method: 'DELETE', path: `${contacts}${path`/${id}`}` }),
    }),
  ],
});

const withBody = (input: ContactUpsert, value: object) => ({
  ...upsertContact.request(input),
  body: { encoding: 'json' as const, value: value as Record<string, string> },
});
