import { defineOperation } from '../../core/declare/operation.ts';
import { asId, firstOf, jsonBody } from '../json-body.ts';
import { apiVersion, hubspot } from './index.ts';

/** A contact's properties: strings only, whatever the property's type. The last two are custom properties. */
export interface ContactProperties {
  readonly email: string;
  readonly firstname: string;
  readonly lastname?: string;
  readonly phone?: string;
  readonly company?: string;
  readonly address?: string;
  readonly city?: string;
  readonly zip?: string;
  readonly country?: string;
  readonly external_client_id: string;
  readonly marketing_consent: string;
}

/**
 * https://developers.hubspot.com/docs/api-reference/2026-03/crm/objects/contacts/batch/upsert-contacts
 * A batch of one: each event keeps its own outcome. HubSpot finds the contact by its email.
 */
export const upsertContact = defineOperation<ContactProperties>({
  name: 'upsert-contact',
  destination: hubspot,
  request: (properties) => ({
    method: 'POST',
    path: `/crm/objects/${apiVersion.value}/contacts/batch/upsert`,
    body: {
      encoding: 'json',
      value: { inputs: [{ id: properties.email, idProperty: 'email', properties }] },
    },
  }),
  repeat: { by: 'upsert' },
  receipt: (response) => asId(firstOf(jsonBody(response)?.results)?.id),
});
