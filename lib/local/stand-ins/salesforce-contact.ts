/** What Salesforce takes for a Contact. https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_contact.htm */

export type Fields = Readonly<Record<string, unknown>>;

interface Problem {
  readonly message: string;
  readonly errorCode: string;
  readonly fields?: readonly string[];
}

const known: readonly string[] = [
  'LastName',
  'FirstName',
  'Email',
  'Phone',
  'MailingStreet',
  'MailingCity',
  'MailingPostalCode',
  'MailingCountry',
];
/** The record is named in the path, and by nothing else. */
const named: readonly string[] = ['Id', 'Client_Id__c'];

/** `undefined`: it is no JSON object. */
export function fieldsIn(body: string): Fields | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

export function bodyProblem(fields: Fields | undefined, isNew: boolean): Problem | undefined {
  if (fields === undefined) return { message: 'Unexpected end-of-input', errorCode: 'JSON_PARSER_ERROR' };
  const own = named.find((field) => field in fields);
  if (own !== undefined) {
    const message = `The ${own} field should not be specified in the sobject data.`;
    return { message, errorCode: 'INVALID_FIELD', fields: [own] };
  }
  const unknown = Object.keys(fields).find((field) => !known.includes(field));
  if (unknown !== undefined) {
    const message = `No such column '${unknown}' on sobject of type Contact`;
    return { message, errorCode: 'INVALID_FIELD' };
  }
  const { LastName: name, Email: email } = fields;
  if (isNew ? !name : name === '' || name === null) {
    const message = 'Required fields are missing: [LastName]';
    return { message, errorCode: 'REQUIRED_FIELD_MISSING', fields: ['LastName'] };
  }
  if (email !== undefined && email !== null && !/^[^@\s]+@[^@\s]+\.[^@\s.]+$/.test(String(email))) {
    const message = `Email: invalid email address: ${email}`;
    return { message, errorCode: 'INVALID_EMAIL_ADDRESS', fields: ['Email'] };
  }
  return undefined;
}
