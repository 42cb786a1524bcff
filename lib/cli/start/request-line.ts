import { attemptIn } from '../logs/attempt.ts';
import { painter, printable } from '../shell/output.ts';

/**
 * A request as `npm start` prints it while it goes: `POST 127.0.0.1:4567/v1/customers  200  34 ms  3f1c…  delivered`.
 * `undefined`: nothing was sent.
 */
export function requestLine(line: string, context: Parameters<typeof painter>[0]): string | undefined {
  const { request, response, durationMs = 0, eventId = '', outcome = '' } = attemptIn(line) ?? {};
  if (request?.method === undefined || request.url === undefined) return undefined;
  const paint = painter(context);
  const status = response?.statusCode;
  const style = status === undefined || status >= 500 ? 'red' : status >= 400 ? 'yellow' : 'green';
  return [
    `${request.method} ${printable(request.url.replace(/^https?:\/\//, ''))}`,
    paint(style, status?.toString() ?? 'no answer'),
    `${Math.round(durationMs)} ms`,
    printable(eventId),
    outcome,
  ].join('  ');
}

/** The same for a program: the whole line, as the function wrote it. */
export const attemptLineIn = (line: string): string | undefined =>
  attemptIn(line)?.request?.method === undefined ? undefined : line.trim();
