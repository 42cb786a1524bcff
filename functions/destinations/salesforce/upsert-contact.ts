import { path } from '../../core/declare/http-message.ts';
import { defineOperation } from '../../core/declare/operation.ts';
import { asId, jsonBody } from '../json-body.ts';
import { apiVersion, salesforce } from './index.ts';

/** Fields of a Contact. https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_contact.htm */
export interface ContactFields {
  readonly LastName: string;
  readonly FirstName?: string;
  readonly Email?: string;
  readonly Phone?: string;
  readonly MailingStreet?: string;
  readonly MailingCity?: string;
  readonly MailingPostalCode?: string;
  readonly MailingCountry?: string;
}

export interface ContactUpsert {
  /**
   * The value of the custom field `Client_Id__c`, a unique external id. Salesforce takes an end that looks like a file's
   * (`ada@example.inc`) for a format and answers 404: use ids without dots.
   */
  readonly externalId: string;
  readonly fields: ContactFields;
}

/**
 * https://developer.salesforce.com/docs/platform/api-rest/guide/dome-upsert.html
 * 201 for a new contact, 200 for one that was there (up to v45: 204), 300 where several have this external id. Neither the
 * id nor the external id may stand in the body.
 */
export const upsertContact = defineOperation<ContactUpsert>({
  name: 'upsert-contact',
  destination: salesforce,
  request: ({ externalId, fields }) => ({
    method: 'PATCH',
    path: path`/services/data/${apiVersion.value}/sobjects/Contact/Client_Id__c/${externalId}`,
    body: { encoding: 'json', value: fields },
  }),
  repeat: { by: 'upsert' },
  receipt: (response) => asId(jsonBody(response)?.id),
  accepts: [204],
});
