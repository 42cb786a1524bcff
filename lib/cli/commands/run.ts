import type { Credentials } from '../../../functions/core/declare/destination.ts';
import type { AnyIntegration } from '../../../functions/core/declare/integration.ts';
import type { MappingReport } from '../../../functions/core/declare/mapping.ts';
import { idempotencyKey } from '../../../functions/core/deliver/delivery-key.ts';
import { parseEvent } from '../../../functions/core/envelope/parse-event.ts';
import { InvalidEventError, MappingError } from '../../../functions/core/errors.ts';
import { type RenderedRequest, renderRequest } from '../../../functions/core/http/request.ts';
import { createRedactor } from '../../../functions/core/redact/redactor.ts';
import type { Context } from '../context.ts';
import { findIntegration } from '../resources.ts';
import { complete, exampleOf } from '../send/outgoing.ts';
import { defineCommand, exitCodes } from '../shell/command.ts';
import { CommandError, UsageError } from '../shell/errors.ts';
import { readText } from '../shell/input.ts';
import { printable, writeJson, writeLine } from '../shell/output.ts';

/** Shows the request that an event, its type's example unless given, would become. Calls nothing and reads no secret. */
export const run = defineCommand({
  name: 'run',
  summary:
    'Shows the exact HTTP request that an event would become, and what its mapping did. Sends nothing.',
  parameters: '<integration>|<type> [<event.json>|-]',
  arity: { least: 1, most: 2 },
  flags: {
    'dry-run': { type: 'boolean', about: 'nothing is ever sent by `run`; said or not, it is the same' },
  },
  examples: ['run customer-created-to-stripe', 'run customer.created event.json'],
  run: async ({ flags, positionals: [name = '', file] }, context) => {
    const ofType = context.integrations.filter(({ event }) => event.type === name);
    const chosen = ofType.length > 0 ? ofType : [findIntegration(name, context)];
    const [first] = chosen;
    if (first === undefined) throw new UsageError(`there is no integration "${name}"`);
    const text =
      file === undefined
        ? complete(JSON.stringify(exampleOf(first.event)), { assignments: [], freshId: false }, context)
        : await readText(file, context);
    const found = chosen.map((integration) => ({
      integration: integration.name,
      ...dryRun(integration, text),
    }));
    if (flags.json) {
      const documents = found.map(({ integration, request: { method, url, headers, body }, mapping }) => ({
        ...(ofType.length > 0 ? { integration } : {}),
        ...{ method, url: url.href, headers, body: body ?? null, mapping },
      }));
      writeJson(context, ofType.length > 0 ? documents : documents[0]);
    } else {
      for (const { integration, request, mapping } of found) {
        if (ofType.length > 0) writeLine(context.stdout, `${integration}\n`);
        show(request, mapping, context);
        if (ofType.length > 0) writeLine(context.stdout, '');
      }
    }
    writeLine(context.stderr, "The address is the destination's own; a baseUrl in the secret replaces it.");
    return exitCodes.ok;
  },
});

/** Stands for the key while headers are made, then is redacted wherever it went, in whatever encoding. */
const placeholder: Credentials = { apiKey: 'ZzDryRunOnlyZz' };

function dryRun(
  integration: AnyIntegration,
  text: string,
): { request: RenderedRequest; mapping: MappingReport } {
  const { name, operation } = integration;
  const { destination, repeat } = operation;
  try {
    const { data, ...event } = parseEvent(integration.event, text);
    const { id, source } = event;
    const { output, report, skipped } = integration.map.map(data, { event });
    if (skipped !== undefined) throw new CommandError(`skipped: ${skipped}`);
    const request = renderRequest({
      destination,
      request: operation.request(output),
      credentials: placeholder,
      idempotency:
        repeat.by === 'key'
          ? { header: repeat.header, key: idempotencyKey({ integration: name, source, id }, 0) }
          : undefined,
      allowPrivateAddresses: false,
    });
    return { request: { ...request, headers: redacted(request.headers) }, mapping: report };
  } catch (error) {
    if (error instanceof InvalidEventError) {
      const problems = error.problems.map(
        ({ path, message }) => `  ${path === '' ? '' : `${path}: `}${message}`,
      );
      throw new CommandError(`INVALID_EVENT:\n${problems.join('\n')}`);
    }
    if (error instanceof MappingError) throw new CommandError(`UNMAPPABLE: ${error.message}`);
    throw error;
  }
}

function redacted(headers: RenderedRequest['headers']): RenderedRequest['headers'] {
  const redactor = createRedactor();
  redactor.addSecret(placeholder.apiKey);
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, redactor.secrets(value)]));
}

function show(
  { method, url, headers, body }: RenderedRequest,
  mapping: MappingReport,
  { stdout }: Context,
): void {
  writeLine(stdout, `${method} ${url.href}`);
  for (const [name, value] of Object.entries(headers)) writeLine(stdout, `${name}: ${printable(value)}`);
  if (body !== undefined) writeLine(stdout, `\n${printable(body)}`);
  writeLine(stdout, '');
  for (const [what, paths] of Object.entries(mapping)) {
    writeLine(stdout, `${what}: ${paths.length === 0 ? 'nothing' : paths.map(printable).join(', ')}`);
  }
}
