/** An AWS client's configuration for a service in this process: all of the SDK's own work, and no network. */

type Execute = (operation: string, input: object) => object;

/**
 * @param execute answers an operation by its input, both as JSON has them; an SDK error is answered as one
 * @param onTheWay resolves when the request has arrived
 * @default - at once
 */
export function instantClient(execute: Execute, onTheWay: () => Promise<void> = async () => {}) {
  return {
    region: 'us-east-1',
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'example-secret' },
    maxAttempts: 1,
    requestHandler: {
      metadata: { handlerProtocol: 'http/1.1' },
      handle: async ({ headers, body }: { headers: Record<string, string>; body: Uint8Array }) => {
        await onTheWay();
        return { response: answerOf(execute, headers['x-amz-target'] ?? '', new TextDecoder().decode(body)) };
      },
    },
  };
}

/** https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html */
function answerOf(execute: Execute, target: string, body: string) {
  const answer = (statusCode: number, value: object) => ({
    statusCode,
    headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-requestid': 'request' },
    body: new TextEncoder().encode(JSON.stringify(value)),
  });
  try {
    return answer(200, execute(target.replace(/^.*\./, ''), JSON.parse(body)));
  } catch (error) {
    if (!(error instanceof Error && '$metadata' in error)) throw error;
    const { name, message } = error;
    return answer(400, { __type: name, message, ...('Item' in error ? { Item: error.Item } : {}) });
  }
}
