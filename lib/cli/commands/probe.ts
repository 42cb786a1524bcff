import { lacksVerdicts } from '../../../functions/core/contract/lock/compare-checks.ts';
import { compareLocks } from '../../../functions/core/contract/lock/compare-locks.ts';
import { lenient } from '../../../functions/core/contract/lock/leniency.ts';
import { unkept } from '../../../functions/core/contract/probe/unkept.ts';
import { contractOf } from '../../../functions/core/declare/account-of.ts';
import type { ContractDeclaration } from '../../../functions/core/declare/contract.ts';
import { ConfigError, CredentialsError } from '../../../functions/core/errors.ts';
import { accountLimits } from '../../../functions/core/pace/account-limits.ts';
import { generalDisclosure } from '../../../functions/core/redact/event-disclosure.ts';
import { createRedactor } from '../../../functions/core/redact/redactor.ts';
import { documentFindings } from '../../contract/document-findings.ts';
import { writeReport } from '../../contract/report/report-file.ts';
import type { Environment } from '../../environments.ts';
import { stackName } from '../../names.ts';
import type { Context } from '../context.ts';
import { describeParking, readParking } from '../parking.ts';
import { declarationOf, documentAt, recordedLock } from '../probe/compared-with.ts';
import { keepProbed } from '../probe/keep-probed.ts';
import { type Probed, type ProbeOptions, probeDestination } from '../probe/probe-destination.ts';
import { probeJson, reportProbe } from '../probe/report-probe.ts';
import { defineCommand, exitCodes } from '../shell/command.ts';
import { CommandError } from '../shell/errors.ts';
import { wholeNumber } from '../shell/flags.ts';
import { printable, writeJson, writeLine } from '../shell/output.ts';

/** Each valid request is made so often unless said otherwise: the least that shows what comes and goes. */
const samplesDefault = 2;
/** Enough for any rare field, and a minute of an account's limit at most. */
const samplesMax = 50;

/** Asks a third party what contract it keeps, and compares it with the recorded one. */
export const probe = defineCommand({
  name: 'probe',
  summary:
    'Asks a third party what contract it really keeps, and compares it with the recorded one. Only reads, unless --write.',
  parameters: '<destination>',
  arity: { least: 1, most: 1 },
  flags: {
    write: { type: 'boolean', about: 'also make things, whole and broken, and remove them again' },
    update: { type: 'boolean', about: 'record what was seen' },
    record: {
      type: 'boolean',
      about: 'keep what was said, with every value made up, for tests and stand-ins',
    },
    report: {
      type: 'boolean',
      about: "write a page for the third party's support, as Markdown and HTML, without a value or a secret",
    },
    openapi: {
      type: 'string',
      value: '<file|URL>',
      about: "also compare with the third party's OpenAPI document (3.0 or 3.1, JSON or YAML)",
    },
    samples: {
      type: 'string',
      value: '<number>',
      about: `how often each valid request is made; ${samplesDefault} unless given`,
    },
  },
  examples: [
    'probe stripe --env dev',
    'probe intercom --env dev --write --update',
    'probe intercom --env dev --write --openapi intercom.yaml --report',
  ],
  run: async ({ flags, environment, positionals: [name = ''] }, context) => {
    const declaration = declarationOf(name, environment, context);
    const samples =
      flags.samples === undefined ? samplesDefault : wholeNumber('samples', flags.samples, 1, samplesMax);
    if (flags.write && !environment.allowsProbeWrites) {
      throw new CommandError(
        `${environment.name} does not allow --write, which makes things at ${name}: probe with it in dev; lib/environments.ts decides`,
      );
    }
    const recorded = await recordedLock(context.root, contractOf(declaration.destination));
    const document = flags.openapi === undefined ? undefined : await documentAt(flags.openapi);
    const redactor = createRedactor();
    const how = { writes: flags.write, samples, redactor };
    const probed = await ask(declaration, environment, how, context);
    const { troubles } = probed.run;
    const all = [
      ...probed.run.differences,
      ...(recorded === undefined ? [] : compareLocks(recorded, probed.observed)),
    ];
    const differences = lenient(all, {
      list: declaration.list,
      hasOwnLimits: accountLimits(environment.settings, declaration.destination).areOwn,
    });
    const findings = document === undefined ? undefined : documentFindings(document, probed.run, declaration);
    const broken = unkept(probed.run, declaration);
    const { secrets: redact } = redactor;
    const tell = generalDisclosure(redactor);
    const about = { ...probed, recorded, differences, broken, findings, tell };
    const pages = flags.report ? await writeReport(context.root, about) : [];
    const kept = await keepProbed(flags, { declaration, recorded, probed }, context);
    const { written, recording } = kept;
    const found = {
      destination: name,
      environment: environment.name,
      recorded,
      probed,
      broken,
      differences,
      findings,
      written,
      recording,
      pages,
      tell,
      redact,
    };
    if (flags.json) writeJson(context, probeJson(found));
    else reportProbe(found, context);
    // Not before: what the probe left at the third party has to be named, whatever could not be kept of it here.
    if (kept.failure !== undefined) throw kept.failure;
    const isFound =
      troubles.length > 0 ||
      broken.length > 0 ||
      findings?.some(({ isLie }) => isLie) === true ||
      (written === undefined &&
        (differences.length > 0 || recorded === undefined || lacksVerdicts(recorded)));
    return isFound ? exitCodes.found : exitCodes.ok;
  },
});

async function ask(
  declaration: ContractDeclaration,
  environment: Environment,
  how: Pick<ProbeOptions, 'redactor' | 'samples' | 'writes'>,
  context: Context,
): Promise<Probed> {
  const { name } = declaration.destination;
  const clients = await context.clients(environment.name);
  const parking = await readParking(clients.dynamodb, environment.name, name);
  if (parking !== undefined) {
    writeLine(context.stderr, `${name} is ${describeParking(parking)}; it is asked all the same`);
  }
  writeLine(context.stderr, `asking ${name}, within its rate limit …`);
  try {
    return await probeDestination({
      ...how,
      declaration,
      environment,
      integrations: context.integrations,
      clients,
      now: context.now,
      sleep: context.sleep,
      randomId: context.randomId,
      random: context.random,
    });
  } catch (error) {
    const isOurs = error instanceof CredentialsError || error instanceof ConfigError;
    const advice =
      error instanceof CredentialsError
        ? `: npm run interlock -- secret set ${name} --env ${environment.name} writes it, where ${stackName(environment.name)} is deployed`
        : '';
    throw isOurs ? new CommandError(`${printable(how.redactor.secrets(error.message))}${advice}`) : error;
  }
}
