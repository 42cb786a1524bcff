/** What Intercom takes as a contact. https://developers.intercom.com/docs/references/rest-api/api.intercom.io/contacts/createcontact */
import type { Problem } from './intercom-answers.ts';

export type Fields = Readonly<Record<string, unknown>>;

/** The fields of a body, or what is wrong with it as a whole. */
export function readFields(body: string): { readonly fields: Fields } | { readonly problem: Problem } {
  try {
    const value: unknown = JSON.parse(body);
    if (isRecord(value)) return { fields: value };
  } catch {
    // Said below, in Intercom's words.
  }
  // The code is the usual one: https://developers.intercom.com/docs/references/2.17/rest-api/errors/http-responses
  const message = 'JSON Parse Error: the request body must be a JSON object';
  return { problem: { code: 'parameter_invalid', message } };
}

/** The first thing wrong with the fields. A new contact needs an email, an external id or a role. */
export function contactProblem(fields: Fields, isNew: boolean): Problem | undefined {
  if (isNew && !['email', 'external_id', 'role'].some((name) => isSet(fields[name]))) {
    return { code: 'parameter_not_found', message: 'Please provide an email, external_id or role' };
  }
  if ('email_verified' in fields && !isSet(fields.email)) {
    const message = 'email_verified needs an email in the same request';
    return { code: 'parameter_invalid', field: 'email_verified', message };
  }
  for (const [field, value] of Object.entries(fields)) {
    const isRight = Object.hasOwn(checks, field) ? checks[field] : undefined;
    // Not verified: that a field which the reference does not name is refused rather than ignored.
    if (isRight === undefined) {
      return { code: 'parameter_invalid', field, message: `${field} is not a valid parameter` };
    }
    if (value !== null && !isRight(value)) {
      return { code: 'parameter_invalid', field, message: `${field} is invalid` };
    }
  }
  return undefined;
}

const isText = (value: unknown) => typeof value === 'string';
const isSeconds = (value: unknown) => Number.isInteger(value);
const isFlag = (value: unknown) => typeof value === 'boolean';

const checks: Readonly<Record<string, (value: unknown) => boolean>> = {
  role: (value) => value === 'user' || value === 'lead',
  external_id: isText,
  email_verified: isFlag,
  email: (value) => isText(value) && /^[^@\s]+@[^@\s]+\.[^@\s.]+$/.test(String(value)),
  phone: isText,
  name: isText,
  avatar: isText,
  language_override: isText,
  signed_up_at: isSeconds,
  last_seen_at: isSeconds,
  owner_id: (value) => isText(value) || isSeconds(value),
  unsubscribed_from_emails: isFlag,
  // Lists are made by other calls: a value here is a string, a number, a boolean or null.
  custom_attributes: (value) =>
    isRecord(value) && Object.values(value).every((own) => own === null || typeof own !== 'object'),
};

const isSet = (value: unknown) => value !== undefined && value !== null && value !== '';
export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
