import type { EventContract } from '../../../functions/core/declare/event.ts';
import type { AnyIntegration } from '../../../functions/core/declare/integration.ts';
import type { MappingReport } from '../../../functions/core/declare/mapping.ts';
import { contractsTaken, inVersionOf, typesTaken } from '../../../functions/core/declare/versions.ts';
import { idempotencyKey } from '../../../functions/core/deliver/delivery-key.ts';
import { parseEvent } from '../../../functions/core/envelope/parse-event.ts';
import { InvalidEventError, MappingError } from '../../../functions/core/errors.ts';
import { type RenderedRequest, renderRequest } from '../../../functions/core/http/request.ts';
import { createRedactor } from '../../../functions/core/redact/redactor.ts';
import type { Context } from '../context.ts';
import { findIntegration } from '../resources.ts';
import { placeholder, placeholderOf } from '../secret-form.ts';
import { contractCalled } from '../send/contract-called.ts';
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
    version: { type: 'string', value: '<name>', about: 'of the example; the newest unless given' },
    'dry-run': { type: 'boolean', about: 'nothing is ever sent by `run`; said or not, it is the same' },
  },
  examples: ['run customer-created-to-stripe', 'run customer.created event.json'],
  run: async ({ flags, positionals: [name = '', file] }, context) => {
    const ofType = context.integrations.filter(({ event }) => typesTaken(event).includes(name));
    const chosen = ofType.length > 0 ? ofType : [findIntegration(name, context)];
    const [first] = chosen;
    if (first === undefined) throw new UsageError(`there is no integration "${name}"`);
    const text =
      file === undefined
        ? complete(
            JSON.stringify(exampleOf(contractIn(first, name, flags.version))),
            { assignments: [], freshId: false },
            context,
          )
        : await readText(file, context);
    const found = chosen.map((integration) => ({
      integration: integration.name,
      ...dryRun(integration, text),
    }));
    if (flags.json) {
      const documents = found.map(({ integration, request: { method, url, headers, body }, mapping }) => ({
        ...(ofType.length > 0 ? { integration } : {}),
        ...{ method, url, headers, body: body ?? null, mapping },
      }));
      writeJson(context, ofType.length > 0 ? documents : documents[0]);
    } else {
      for (const { integration, request, mapping } of found) {
        if (ofType.length > 0) writeLine(context.stdout, `${integration}\n`);
        show(request, mapping, context);
        if (ofType.length > 0) writeLine(context.stdout, '');
      }
    }
    const { authorize, token } = first.operation.destination;
    if (authorize !== undefined || token !== undefined)
      writeLine(context.stderr, 'Signature and token are made when it is sent, and do not stand here.');
    writeLine(context.stderr, "The address is the destination's own; a baseUrl in the secret replaces it.");
    return exitCodes.ok;
  },
});

/** The contract whose example is shown: of the type that was named, if one was, and of its version. */
function contractIn({ event }: AnyIntegration, name: string, version: string | undefined): EventContract {
  // The newest last, as in the list of events.
  const taken = contractsTaken(event).toReversed();
  const type = taken.some((one) => one.type === name) ? name : event.type;
  return contractCalled(type, version, taken) ?? event;
}

function dryRun(declared: AnyIntegration, text: string): { request: ShownRequest; mapping: MappingReport } {
  const integration = inVersionOf(declared, text);
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
      credentials: placeholderOf(destination),
      idempotency:
        repeat.by === 'key'
          ? { ...repeat, key: idempotencyKey({ integration: name, source, id }, 0, repeat.maxLength) }
          : undefined,
      allowPrivateAddresses: false,
    });
    return { request: redacted(request), mapping: report };
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

/** The placeholder stands for the secret while the request is made, and leaves it wherever it went, in whatever encoding. */
function redacted({ headers, url, body, ...rest }: RenderedRequest): ShownRequest {
  const redactor = createRedactor();
  redactor.addSecret(placeholder);
  const shown = Object.entries(headers).map(([name, value]) => [name, redactor.secrets(value)]);
  return {
    ...rest,
    url: redactor.secrets(url.href),
    headers: Object.fromEntries(shown),
    body: body === undefined ? undefined : redactor.secrets(body),
  };
}

type ShownRequest = Omit<RenderedRequest, 'url'> & { readonly url: string };

function show(
  { method, url, headers, body }: ShownRequest,
  mapping: MappingReport,
  { stdout }: Context,
): void {
  writeLine(stdout, `${method} ${url}`);
  for (const [name, value] of Object.entries(headers)) writeLine(stdout, `${name}: ${printable(value)}`);
  if (body !== undefined) writeLine(stdout, `\n${printable(body)}`);
  writeLine(stdout, '');
  for (const [what, paths] of Object.entries(mapping)) {
    writeLine(stdout, `${what}: ${paths.length === 0 ? 'nothing' : paths.map(printable).join(', ')}`);
  }
}
