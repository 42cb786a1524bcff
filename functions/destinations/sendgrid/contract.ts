import { declareContract, probed } from '../../core/declare/contract.ts';
import { sendgrid } from './index.ts';
import { type Mail, mailBody, sendMail } from './send-mail.ts';

/**
 * Whatever is sent there SendGrid takes, counts and throws away, so that the answers are those of any mail. Its sandbox mode
 * answers otherwise: by a 200, without an id. Not verified against the present API.
 */
const sink = 'sink.sendgrid.net';

const example: Mail = {
  from: { email: 'interlock-probe@example.com' },
  to: { email: `interlock-probe@${sink}` },
  subject: 'A probe',
  text: 'A probe',
};

/** How SendGrid is probed: by mail that nobody gets. It costs what any mail costs. */
export const sendgridContract = declareContract({
  destination: sendgrid,
  maps: ['custom_args'],
  operations: [
    probed({
      operation: sendMail,
      paths: { request: '/v3/mail/send' },
      examples: [example, { ...example, html: '<p>A probe</p>' }],
      distinct: (input, token) => ({
        ...input,
        to: { email: `interlock-probe-${token}@${sink}` },
      }),
      withoutRequired: (input) => {
        const { from: _, ...rest } = mailBody(input);
        return withBody(input, rest);
      },
      withUnknown: (input) => withBody(input, { ...mailBody(input), interlock_unknown: 'x' }),
      leavesNothing: true,
    }),
  ],
});

const withBody = (input: Mail, value: object) => ({
  ...sendMail.request(input),
  body: { encoding: 'json' as const, value },
});
