/** Which properties a contact has, and what HubSpot says to any other. */

/** Some of those that HubSpot made. https://knowledge.hubspot.com/properties/hubspots-default-contact-properties */
const defaults =
  'address annualrevenue city company country createdate date_of_birth degree email fax field_of_study firstname gender graduation_date hs_content_membership_notes hs_language hs_lead_status hs_legal_basis hs_persona hs_timezone hubspot_owner_id industry job_function jobtitle lastname lifecyclestage marital_status message military_status mobilephone numemployees phone relationship_status salutation school seniority start_date state twitterhandle website work_email zip';

/** Those that somebody made in the account. A mapper that fills another one needs it here, as it does at HubSpot. */
const custom = ['external_client_id', 'marketing_consent'];

/** HubSpot fills them itself. */
const readOnly = new Set(['hs_object_id', 'lastmodifieddate']);
const writable = new Set([...defaults.split(' '), ...custom]);

export interface PropertyProblem {
  readonly code: 'PROPERTY_DOESNT_EXIST' | 'READ_ONLY_VALUE';
  readonly message: string;
  readonly name: string;
}

export function propertyProblems(properties: Readonly<Record<string, unknown>>): PropertyProblem[] {
  return Object.keys(properties).flatMap((name): PropertyProblem[] => {
    if (writable.has(name)) return [];
    const message = `"${name}" is a read only property; its value cannot be set.`;
    if (readOnly.has(name)) return [{ code: 'READ_ONLY_VALUE', message, name }];
    return [{ code: 'PROPERTY_DOESNT_EXIST', message: `Property "${name}" does not exist`, name }];
  });
}

/**
 * As one contact alone is refused (https://developers.hubspot.com/changelog/upcoming-property-validations-rules-will-be-enforced-for-apis-and-integrations).
 * Not verified: that a batch is refused as a whole, and that `errors` tells of it too.
 */
export const propertyRefusal = (problems: readonly PropertyProblem[]) => ({
  message: `Property values were not valid: ${JSON.stringify(
    problems.map(({ code, message, name }) => ({ isValid: false, message, error: code, name })),
  )}`,
  category: 'VALIDATION_ERROR',
  errors: problems.map(({ code, message, name }) => ({ message, code, context: { propertyName: [name] } })),
});
