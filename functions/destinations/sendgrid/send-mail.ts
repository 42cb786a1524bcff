import { defineOperation } from '../../core/declare/operation.ts';
import { sendgrid } from './index.ts';

export interface Mailbox {
  readonly email: string;
  readonly name?: string;
}

/** One event is one mail to one person. */
export interface Mail {
  /** Verified with the account, or under a domain that is. https://www.twilio.com/docs/sendgrid/for-developers/sending-email/sender-identity */
  readonly from: Mailbox;
  readonly to: Mailbox;
  readonly subject: string;
  readonly text: string;
  readonly html?: string;
  /** Comes back with each event of theirs about this mail: our own id, to find it by. */
  readonly custom_args?: Readonly<Record<string, string>>;
}

/** As SendGrid takes it. */
export const mailBody = ({ from, to, subject, text, html, custom_args }: Mail) => ({
  personalizations: [{ to: [to], ...(custom_args && { custom_args }) }],
  from,
  subject,
  // The plain text has to stand first.
  content: [
    { type: 'text/plain', value: text },
    ...(html === undefined ? [] : [{ type: 'text/html', value: html }]),
  ],
});

/**
 * https://www.twilio.com/docs/sendgrid/api-reference/mail-send/mail-send
 * Taken by an empty 202, with its id in a header. No idempotency key, and what was sent shows in their activity minutes later,
 * for those who pay for it: what is not known is for a person.
 */
export const sendMail = defineOperation<Mail>({
  name: 'send-mail',
  destination: sendgrid,
  request: (mail) => ({
    method: 'POST',
    path: '/v3/mail/send',
    body: { encoding: 'json', value: mailBody(mail) },
  }),
  repeat: { by: 'never' },
  receipt: ({ headers }) => headers['x-message-id'],
  accepts: [202],
});
