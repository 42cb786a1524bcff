/**
 * What the AWS SDK's clients do for an operation of a JSON service, put together from the SDK's own parts: its signature,
 * its retries; and from what sends to third parties. Left out is what turns any service's model into requests at run time:
 * most of a cold start, and of the CPU of a warm delivery (docs/performance.md).
 * https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html
 */
import { HttpRequest } from '@smithy/core/protocols';
import { retryMiddleware, StandardRetryStrategy } from '@smithy/core/retry';
import { SignatureV4 } from '@smithy/signature-v4';
import { awsEnvironment, traceId } from '../../config.ts';
import { createSendHttp, type SendHttp } from '../../http/send-http.ts';
import { endpointOf } from './endpoint.ts';
import { type Answer, answerOf, type Metadata, unread } from './json-answer.ts';
import { ServiceClock } from './service-clock.ts';
import { Sha256 } from './sha256.ts';

/** An operation with its input: both as JSON has them, so nothing that JSON cannot hold. */
export interface JsonCommand<Output> {
  /** `UpdateItem` */
  readonly operation: string;
  readonly input: object;
  /** Throws where the output shows that something went wrong. */
  readonly check?: (output: Output) => void;
}

export interface JsonService {
  /** What its address begins with, and what its signatures are for. */
  readonly name: string;
  /** In variables of the environment. */
  readonly id: string;
  /** `DynamoDB_20120810` */
  readonly target: string;
  readonly contentType: 'application/x-amz-json-1.0' | 'application/x-amz-json-1.1';
  /** Makes the errors that somebody tells by their class. */
  readonly errors?: Readonly<Record<string, new (options: never) => Error>>;
}

export interface JsonClientOptions {
  /** All of one attempt, milliseconds. */
  readonly requestHandler: { readonly requestTimeout: number };
  readonly maxAttempts: number;
}

/**
 * AWS keeps connections for longer; what a frozen sandbox finds closed all the same costs one more attempt. A new one
 * costs a handshake, in a function that has a third of a core.
 */
const idleMsMax = 30_000;

/** An item of 400 KB, with escapes. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html */
const bytesMax = 4 * 1024 * 1024;

/** Named and made as the SDK's clients are, which it stands in for in the bundles (lib/build/bundle.ts). */
export abstract class JsonClient {
  readonly #service: JsonService;
  readonly #endpoint: URL;
  readonly #signer: SignatureV4;
  readonly #send: SendHttp;
  readonly #timeoutMs: number;
  readonly #attempts: ReturnType<typeof retryMiddleware>;
  readonly #clock = new ServiceClock(Date.now);

  constructor(service: JsonService, { requestHandler, maxAttempts }: JsonClientOptions) {
    const { region, credentials, endpoints } = awsEnvironment();
    this.#service = service;
    this.#endpoint = endpointOf(service, region, endpoints);
    this.#signer = new SignatureV4({
      service: service.name,
      region,
      credentials,
      sha256: Sha256,
      // Only S3 asks for the header.
      applyChecksum: false,
    });
    // Endpoints in a VPC have private addresses.
    this.#send = createSendHttp({ allowPrivateAddresses: true, now: Date.now, idleMsMax, bytesMax });
    this.#timeoutMs = requestHandler.requestTimeout;
    const strategy = new StandardRetryStrategy(maxAttempts);
    this.#attempts = retryMiddleware({
      maxAttempts: async () => maxAttempts,
      retryStrategy: async () => strategy,
    });
  }

  /** Rejects with the service's error, by its name, when asking again did not help or would not. */
  async send<Output extends object>(command: JsonCommand<Output>): Promise<Output & { $metadata: Metadata }> {
    const { hostname, protocol, host, pathname } = this.#endpoint;
    const { contentType, target } = this.#service;
    const body = JSON.stringify(command.input);
    const trace = traceId();
    const request = new HttpRequest({
      method: 'POST',
      protocol,
      hostname,
      path: pathname,
      headers: {
        host,
        'content-type': contentType,
        'content-length': `${Buffer.byteLength(body)}`,
        'x-amz-target': `${target}.${command.operation}`,
        'user-agent': 'interlock/0.1',
        // By it Lambda sees a message that runs in circles, and X-Ray what belongs together.
        ...(trace === undefined ? {} : { 'x-amzn-trace-id': trace }),
      },
      body,
    });
    const exchange = this.#attempts<Answer>(({ request }) => this.#exchange(request as HttpRequest), {});
    const { output } = await exchange({ input: command.input, request });
    command.check?.(output as Output);
    return output as Output & { $metadata: Metadata };
  }

  async #exchange(request: HttpRequest) {
    const signingDate = this.#clock.date();
    const { method, headers, body } = await this.#signer.sign(request, { signingDate });
    const result = await this.#send({ method, url: this.#endpoint, headers, body }, this.#timeoutMs);
    if ('failure' in result) throw unread(result.failure.message);
    const { response } = result;
    const clockSkewCorrected = this.#clock.corrected(response.headers.date);
    return { response, output: answerOf(response, this.#service.errors ?? {}, clockSkewCorrected) };
  }
}
