/** A form over node:https, on connections that stay open: what is left of a delivery without everything around it. */
import { Agent, request } from 'node:https';

export interface Answer {
  readonly statusCode: number;
  readonly body: string;
}

export type PostForm = (
  url: string,
  headers: Readonly<Record<string, string>>,
  form: URLSearchParams,
) => Promise<Answer>;

export function createPostForm(): PostForm {
  const agent = new Agent({ keepAlive: true });
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
