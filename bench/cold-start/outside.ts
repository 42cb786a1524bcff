/** AWS and a third party on the loopback: they answer at once, from this process, over TLS. */
import { writeFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createTokenItem } from '../../functions/core/aws/token-item.ts';
import type { Destination } from '../../functions/core/declare/destination.ts';
import type { HttpResponse } from '../../functions/core/declare/http-message.ts';
import { sealToken } from '../../functions/core/redact/token-seal.ts';
import { TableModel } from '../../test/models/table.ts';
import { instantClient } from '../instant-client.ts';
import { type Certificate, selfSigned } from './certificate.ts';

export interface Outside {
  readonly awsUrl: string;
  readonly thirdPartyUrl: string;
  /** Whom to trust. */
  readonly certFile: string;
  /** Forgets what was written, so that the next start finds what the first one found. */
  readonly reset: () => Promise<void>;
  /** Calls since the last reset, by operation: a subject that skips its work would look fast. */
  readonly calls: () => Readonly<Record<string, number>>;
  readonly stop: () => void;
}

export const tableName = 'ledger';
export const secretId = 'secret';
export const apiKey = 'sk_bench_0123456789abcdef';

/**
 * @param answer what the third party says to each request
 * @param dir where the certificate is put
 * @param withToken whose token stands in the table
 */
export async function startOutside(
  answer: HttpResponse,
  dir: string,
  withToken: Destination,
): Promise<Outside> {
  const certificate = selfSigned(Date.now());
  const certFile = join(dir, 'certificate.pem');
  await writeFile(certFile, certificate.cert);
  let table = newTable();
  let calls: Record<string, number> = {};
  const count = (operation: string) => {
    calls[operation] = (calls[operation] ?? 0) + 1;
  };
  const aws = await listen(certificate, ({ headers }, body, response) => {
    const operation = `${headers['x-amz-target']}`.replace(/^.*\./, '');
    count(operation);
    const [statusCode, value] =
      operation === 'GetSecretValue' ? [200, secret()] : tableAnswer(table, operation, body);
    const json = JSON.stringify(value);
    response.writeHead(statusCode, {
      'content-type': 'application/x-amz-json-1.0',
      'content-length': Buffer.byteLength(json),
      'x-amzn-requestid': 'request',
    });
    response.end(json);
  });
  const thirdParty = await listen(certificate, (_request, _body, response) => {
    count('third party');
    response.writeHead(answer.statusCode, {
      ...answer.headers,
      'content-length': Buffer.byteLength(answer.body),
    });
    response.end(answer.body);
  });
  // Ours is told the address by the secret, as every account with an address of its own is.
  const secret = () => ({
    SecretString: JSON.stringify({ apiKey, baseUrl: thirdParty.url }),
    VersionId: 'v1',
  });
  return {
    awsUrl: aws.url,
    thirdPartyUrl: thirdParty.url,
    certFile,
    reset: async () => {
      table = newTable();
      await keepToken(table, withToken);
      calls = {};
    },
    calls: () => calls,
    stop: () => {
      aws.stop();
      thirdParty.stop();
    },
  };
}

/** As the supervisor would have got and kept it: for an hour, which no start takes. */
async function keepToken(table: TableModel, destination: Destination): Promise<void> {
  const client = new DynamoDBClient(instantClient((operation, input) => table.execute(operation, input)));
  const item = createTokenItem({ client, tableName, destination: destination.name });
  const issuedAtMs = Date.now();
  const kept = { token: 'at_bench_0123456789abcdef', issuedAtMs, expiresAtMs: issuedAtMs + 3_600_000 };
  await item.claim('bench', '', issuedAtMs, issuedAtMs + 60_000);
  await item.keep('bench', 'first', sealToken(kept, { apiKey }, destination), 0);
}

const newTable = () => new TableModel({ name: tableName, partitionKey: 'id', now: Date.now });

function tableAnswer(table: TableModel, operation: string, body: string): readonly [number, object] {
  try {
    return [200, table.execute(operation, JSON.parse(body))];
  } catch (error) {
    if (!(error instanceof Error && '$metadata' in error)) throw error;
    const { name: __type, message } = error;
    return [400, { __type, message, ...('Item' in error ? { Item: error.Item } : {}) }];
  }
}

async function listen(
  certificate: Certificate,
  serve: (request: IncomingMessage, body: string, response: ServerResponse) => void,
) {
  const server = createServer(certificate, (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => serve(request, Buffer.concat(chunks).toString(), response));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
