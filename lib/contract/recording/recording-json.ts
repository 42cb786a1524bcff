/** Recordings as text. */
import * as z from 'zod/mini';
import { printJson } from '../../../functions/core/contract/lock/json-print.ts';
import type { Recording } from './recording.ts';

/** A text that is no recording. The message names the place. */
export class RecordingError extends Error {
  override readonly name = 'RecordingError';
}

const body = z.union([
  z.strictObject({ json: z.unknown() }),
  z.strictObject({ form: z.record(z.string(), z.string()) }),
  z.strictObject({ text: z.string() }),
]);

const recording = z.strictObject({
  destination: z.string(),
  recorded: z.strictObject({
    from: z.enum(['live', 'sandbox', 'stand-in']),
    host: z.string(),
    at: z.string(),
    apiVersion: z.string(),
  }),
  exchanges: z.array(
    z.strictObject({
      check: z.string(),
      operation: z.string(),
      template: z.string(),
      isWrong: z.boolean(),
      request: z.strictObject({
        method: z.string(),
        path: z.string(),
        query: z.string(),
        contentType: z.exactOptional(z.string()),
        body: z.exactOptional(body),
      }),
      response: z.strictObject({
        statusCode: z.int(),
        headers: z.record(z.string(), z.string()),
        body: z.exactOptional(body),
      }),
    }),
  ),
});

/** Throws `RecordingError`. */
export function parseRecording(text: string): Recording {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new RecordingError('not JSON');
  }
  const parsed = z.safeParse(recording, json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new RecordingError(`${issue?.path.join('.') || 'the whole'}: ${issue?.message ?? 'wrong'}`);
}

/** As the formatter leaves it. */
export const printRecording = (recording: Recording): string => printJson(recording);
