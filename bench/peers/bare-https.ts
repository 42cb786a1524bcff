/** The least that delivers: reads the batch, posts each event, answers. No SDK, no log, no retry, no memory. */
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { createPostForm } from './post-form.ts';

const { API_KEY = '', THIRD_PARTY_URL = '' } = process.env;
const postForm = createPostForm();

export async function handler({ Records }: SQSEvent): Promise<SQSBatchResponse> {
  await Promise.all(
    Records.map(async ({ body }) => {
      const { id, data } = JSON.parse(body);
      const { statusCode } = await postForm(
        `${THIRD_PARTY_URL}/v1/customers`,
        { authorization: `Bearer ${API_KEY}`, 'idempotency-key': id },
        new URLSearchParams({ email: data.email, 'metadata[customerId]': `${data.customerId}` }),
      );
      if (statusCode !== 200) throw new Error(`answered ${statusCode}`);
    }),
  );
  return { batchItemFailures: [] };
}
