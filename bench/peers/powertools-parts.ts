/**
 * What a careful user would write by the documentation of Powertools for AWS Lambda (TypeScript): partial batches,
 * each record once by the idempotency utility, the key by the parameters utility, a logger and metrics.
 * https://docs.aws.amazon.com/powertools/typescript/latest/
 */
import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import { IdempotencyConfig, makeIdempotent } from '@aws-lambda-powertools/idempotency';
import { DynamoDBPersistenceLayer } from '@aws-lambda-powertools/idempotency/dynamodb';
import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { getSecret } from '@aws-lambda-powertools/parameters/secrets';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { PostForm } from './post-form.ts';

const { SECRET_ID = '', TABLE_NAME = '', THIRD_PARTY_URL = '' } = process.env;

const logger = new Logger({ serviceName: 'customer-created-to-stripe' });
const metrics = new Metrics({ namespace: 'Integrations', serviceName: 'customer-created-to-stripe' });
const processor = new BatchProcessor(EventType.SQS);
const persistenceStore = new DynamoDBPersistenceLayer({ tableName: TABLE_NAME });
const config = new IdempotencyConfig({ eventKeyJmesPath: 'id' });

interface CustomerCreated {
  readonly id: string;
  readonly data: { readonly email: string; readonly customerId: number };
}

/** The documentation leaves open how to send. */
export function createHandler(
  postForm: PostForm,
): (event: SQSEvent, context: Context) => Promise<SQSBatchResponse> {
  const createCustomer = makeIdempotent(
    async ({ id, data }: CustomerCreated) => {
      // Powertools keeps a secret for five seconds unless told otherwise.
      const secret = await getSecret(SECRET_ID, { maxAge: 300, transform: 'json' });
      const { apiKey } = secret as unknown as { apiKey: string };
      const { statusCode, body } = await postForm(
        `${THIRD_PARTY_URL}/v1/customers`,
        { authorization: `Bearer ${apiKey}`, 'idempotency-key': id },
        new URLSearchParams({ email: data.email, 'metadata[customerId]': `${data.customerId}` }),
      );
      if (statusCode !== 200) throw new Error(`Stripe answered ${statusCode}`);
      return { customerId: JSON.parse(body).id as string };
    },
    { persistenceStore, config },
  );
  const recordHandler = async (record: SQSRecord): Promise<void> => {
    const event = JSON.parse(record.body) as CustomerCreated;
    const { customerId } = await createCustomer(event);
    metrics.addMetric('Delivered', MetricUnit.Count, 1);
    logger.info('customer created', { eventId: event.id, customerId });
  };
  return async (event, context) => {
    logger.addContext(context);
    config.registerLambdaContext(context);
    try {
      return await processPartialResponse(event, recordHandler, processor, { context });
    } finally {
      metrics.publishStoredMetrics();
    }
  };
}
