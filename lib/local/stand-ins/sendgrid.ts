/** SendGrid's mail. https://www.twilio.com/docs/sendgrid/api-reference/mail-send/mail-send */
import {
  type Answer,
  type Arrived,
  type Contract,
  isJson,
  json,
  type StandInContext,
  type ThirdParty,
} from './contract.ts';
import { identifier } from './identifiers.ts';
import { type Mail, mailProblem, type Problem, readMail, recipientsIn } from './sendgrid-mail.ts';
import { targetOf } from './target.ts';

export const sendgrid: Contract<'sendgrid'> = {
  name: 'sendgrid',
  // Unpublished: what the destination declares.
  limit: { requests: 100, windowMs: 1_000 },
  newApiKey: (random) => `SG.${identifier(random, 22)}.${identifier(random, 43)}`,
  open,
};

const scopes = { scopes: ['mail.send', 'mail.batch.create', 'sender_verification_eligible'] };

function open({ journal, now, random }: StandInContext): ThirdParty {
  const refused = (statusCode: number, { message, field }: Problem): Answer =>
    json(statusCode, { errors: [{ message, field: field ?? null, help: null }] });

  const put = (mail: Mail, externalId: string): string => {
    const id = identifier(random, 22);
    journal.put({ id, kind: 'mail', externalId, value: { ...mail } });
    return id;
  };
  const send = (request: Arrived): Answer => {
    if (!isJson(request)) return refused(415, { message: 'Content-Type should be application/json.' });
    const mail = readMail(request.body);
    if (mail === undefined) return refused(400, { message: 'Bad Request' });
    const problem = mailProblem(mail);
    if (problem !== undefined) return refused(problem.statusCode ?? 400, problem);
    // It was looked at, and goes nowhere. https://www.twilio.com/docs/sendgrid/for-developers/sending-email/sandbox-mode
    if (mail.mail_settings?.sandbox_mode?.enable === true) return { statusCode: 200, headers: {}, body: '' };
    const { atMs, sha256: requestSha256 } = request;
    const externalId = recipientsOf(mail)[0] ?? '';
    const id = put(mail, externalId);
    journal.addEffect({ atMs, kind: 'mail', id, externalId, created: true, requestSha256 });
    return { statusCode: 202, headers: { 'x-message-id': id }, body: '' };
  };

  return {
    answer: (request) => {
      const { method } = request;
      const { path } = targetOf(request);
      if (method === 'GET' && path === '/v3/scopes') return json(200, scopes);
      if (method === 'POST' && path === '/v3/mail/send') return send(request);
      return refused(404, { message: 'Not Found' });
    },
    unauthorized: () =>
      refused(401, { message: 'The provided authorization grant is invalid, expired, or revoked' }),
    rateLimited: () => refused(429, { message: 'too many requests' }),
    failed: () => refused(500, { message: 'Internal Server Error' }),
    tooLarge: () =>
      refused(413, { message: 'The JSON payload you have included in your request is too large.' }),
    externalIds: ({ body }) => {
      const mail = readMail(body);
      return mail === undefined ? [] : recipientsOf(mail);
    },
    seed: ({ email }) => put({ personalizations: [{ to: [{ email }] }] }, email),
    // The window is the endpoint's; its end is told in seconds since 1970.
    limitHeaders: ({ requests, remaining, resetAtMs }) => ({
      'x-ratelimit-limit': `${requests}`,
      'x-ratelimit-remaining': `${remaining}`,
      'x-ratelimit-reset': `${Math.ceil(Math.max(resetAtMs, now()) / 1_000)}`,
    }),
  };
}

const recipientsOf = (mail: Mail): readonly string[] => recipientsIn(mail).map(({ email }) => String(email));
