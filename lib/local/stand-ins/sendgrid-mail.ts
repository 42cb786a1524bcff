/** What SendGrid has against a mail. https://www.twilio.com/docs/sendgrid/api-reference/mail-send/errors */

export interface Problem {
  readonly message: string;
  /** What it is about: `personalizations.0.to.0.email`. */
  readonly field?: string;
  /** @default 400 */
  readonly statusCode?: number;
}

interface Mailbox {
  readonly email?: unknown;
}

/** As far as it is looked at; the rest is whatever it is. */
export interface Mail {
  readonly personalizations?: readonly { readonly to?: readonly Mailbox[] }[];
  readonly from?: Mailbox;
  readonly subject?: unknown;
  readonly content?: readonly { readonly type?: unknown; readonly value?: unknown }[];
  readonly template_id?: unknown;
  readonly mail_settings?: { readonly sandbox_mode?: { readonly enable?: unknown } };
}

/** https://www.twilio.com/docs/sendgrid/api-reference/mail-send/mail-send */
const known: ReadonlySet<string> = new Set([
  ...['personalizations', 'from', 'reply_to', 'reply_to_list', 'subject', 'content', 'attachments'],
  ...['template_id', 'headers', 'categories', 'custom_args', 'send_at', 'batch_id', 'asm', 'ip_pool_name'],
  ...['mail_settings', 'tracking_settings', 'sections'],
]);

/** Senders of it are verified with nobody. */
const unverified = 'unverified.example';

/** `undefined`: it is no JSON object. */
export function readMail(body: string): Mail | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Of all personalizations. */
export const recipientsIn = ({ personalizations }: Mail): readonly Mailbox[] =>
  listed(personalizations).flatMap((one) => listed(one.to));

/** What is no list has nothing in it. */
const listed = <Item>(value: readonly Item[] | undefined): readonly Item[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === 'object' && item !== null) : [];

/** The first; `undefined`: none. */
export function mailProblem(mail: Mail): Problem | undefined {
  const { from, subject, template_id } = mail;
  const content = listed(mail.content);
  const stranger = Object.keys(mail).find((name) => !known.has(name));
  // Not verified against the present API: that it refuses what it does not know.
  if (stranger !== undefined) return { message: `Additional property ${stranger} is not allowed` };
  const recipients = recipientsIn(mail);
  if (recipients.length === 0)
    return {
      message: 'The personalizations field is required and must have at least one personalization.',
      field: 'personalizations',
    };
  const wrong = recipients.findIndex(({ email }) => !isEmail(email));
  if (wrong !== -1)
    return { message: 'Does not contain a valid address.', field: `personalizations.0.to.${wrong}.email` };
  if (!isEmail(from?.email))
    return { message: 'The from object must be provided for every email send.', field: 'from.email' };
  if (String(from?.email).endsWith(`@${unverified}`))
    return {
      message:
        'The from address does not match a verified Sender Identity. Mail cannot be sent until this error is resolved.',
      field: 'from',
      statusCode: 403,
    };
  if (template_id !== undefined) return undefined;
  if (typeof subject !== 'string' || subject === '')
    return { message: 'The subject is required.', field: 'subject' };
  const isFilled =
    content.length > 0 && content.every(({ value }) => typeof value === 'string' && value !== '');
  return isFilled
    ? undefined
    : { message: 'The content value must be a string at least one character in length.', field: 'content' };
}

const isEmail = (value: unknown) => typeof value === 'string' && /^[^@\s]+@[^@\s]+\.[^@\s.]+$/.test(value);
