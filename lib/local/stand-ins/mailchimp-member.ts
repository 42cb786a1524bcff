/** What Mailchimp takes for a member. https://mailchimp.com/developer/marketing/api/list-members/add-or-update-list-member/ */

export type Fields = Readonly<Record<string, unknown>>;

export interface Problem {
  readonly title: string;
  readonly detail: string;
  readonly errors?: readonly { readonly field: string; readonly message: string }[];
}

const known: readonly string[] = ['email_address', 'status', 'status_if_new', 'language', 'merge_fields'];
const statuses: readonly unknown[] = ['subscribed', 'unsubscribed', 'cleaned', 'pending', 'transactional'];

/** What it does not know, it leaves out. `undefined`: it is no JSON object. */
export function memberIn(body: string): Fields | undefined {
  try {
    const value: unknown = JSON.parse(body);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    return Object.fromEntries(Object.entries(value).filter(([name]) => known.includes(name)));
  } catch {
    return undefined;
  }
}

const invalid = (field: string, message: string): Problem => ({
  title: 'Invalid Resource',
  detail: 'The resource submitted could not be validated.',
  errors: [{ field, message }],
});

/** Whoever is called `forgotten` or `complained` plays somebody who left for good, in words that people quote. */
export function memberProblem(fields: Fields | undefined, isNew: boolean): Problem | undefined {
  if (fields === undefined) return undefined;
  const { email_address: address, status_if_new: statusIfNew } = fields;
  if (address === undefined ? isNew : !/^[^@\s]+@[^@\s]+\.[^@\s.]+$/.test(String(address)))
    return { title: 'Invalid Resource', detail: 'Please provide a valid email address.' };
  if (isNew && !statuses.includes(statusIfNew))
    return invalid('status_if_new', 'This value should not be blank.');
  const [name] = String(address).split(/[+@]/);
  if (name === 'forgotten') {
    const detail = `${address} was permanently deleted and cannot be re-imported. The contact must re-subscribe to get back on the list.`;
    return { title: 'Forgotten Email Not Subscribed', detail };
  }
  if (name !== 'complained') return undefined;
  const detail = `${address} is in a compliance state due to unsubscribe, bounce, or compliance review and cannot be subscribed.`;
  return { title: 'Member In Compliance State', detail };
}
