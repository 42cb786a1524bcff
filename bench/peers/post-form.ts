/** A form over node:https, on connections that stay open: what is left of a delivery without everything around it. */
import { Agent, request as httpsRequest } from 'node:https';

export interface Answer {
  readonly statusCode: number;
  readonly body: string;
}

export type PostForm = (
  url: string,
  headers: Readonly<Record<string, string>>,
  form: URLSearchParams,
) => Promise<Answer>;

/** @param baseUrl any address of the host that will be called */
export function createPostForm(baseUrl: string): PostForm {
  // An import of node:http would load undici, and only the bench's loopback speaks plain http.
  const plain = baseUrl.startsWith('http:') ? process.getBuiltinModule('node:http') : undefined;
  const agent = new (plain?.Agent ?? Agent)({ keepAlive: true });
  const request = plain?.request ?? httpsRequest;
  return (url, headers, form) => {
    const body = form.toString();
    const about = {
      'content-type': 'application/x-www-form-urlencoded',
      'content-length': Buffer.byteLength(body),
    };
    return new Promise((resolve, reject) => {
      const call = request(url, { method: 'POST', agent, headers: { ...headers, ...about } }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () =>
          resolve({ statusCode: response.statusCode ?? 0, body: Buffer.concat(chunks).toString() }),
        );
      });
      call.on('error', reject);
      call.end(body);
    });
  };
}
