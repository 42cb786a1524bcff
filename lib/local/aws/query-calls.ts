/** The services that are called by a form: SNS, and who one is. */
import { accountId } from './account.ts';
import { asAwsError, xml } from './answers.ts';
import type { HttpAnswer } from './queues.ts';
import type { Authorize, Services } from './services.ts';
import { element, handleTopicsCall } from './topics-api.ts';

export async function answerQuery(
  { topics }: Services,
  form: URLSearchParams,
  authorize: Authorize,
): Promise<HttpAnswer> {
  const action = form.get('Action') ?? '';
  try {
    if (action === 'GetCallerIdentity') {
      const arn = `arn:aws:iam::${accountId}:root`;
      return xml(
        200,
        action,
        `${element('Arn', arn)}${element('UserId', accountId)}${element('Account', accountId)}`,
      );
    }
    // As with queues, publishing a batch is publishing.
    authorize(`sns:${action.replace(/Batch$/, '')}`, form.get('TopicArn') ?? '*');
    return xml(200, action, await handleTopicsCall(topics, action, form));
  } catch (error) {
    const { code, message, status } = asAwsError(error);
    const content = `${element('Type', 'Sender')}${element('Code', code.replace('AccessDeniedException', 'AuthorizationError'))}${element('Message', message)}`;
    const body = `<ErrorResponse><Error>${content}</Error></ErrorResponse>`;
    return { status, headers: { 'content-type': 'text/xml' }, body };
  }
}
