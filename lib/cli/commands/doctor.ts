import { type Environment, environmentNames } from '../../environments.ts';
import type { Context } from '../context.ts';
import type { Finding } from '../doctor/examine.ts';
import { mistakes } from '../doctor/rule.ts';
import { defineCommand, exitCodes } from '../shell/command.ts';
import { counted, painter, printable, writeJson, writeLine } from '../shell/output.ts';

/** Looks at the repository, or with `--env` at what is deployed of it. Changes nothing. */
export const doctor = defineCommand({
  name: 'doctor',
  summary:
    'Whether the seven mistakes are made in this repository, each with file and line; with --env, whether what is deployed is well.',
  flags: {
    env: {
      type: 'string',
      value: '<environment>',
      choices: environmentNames,
      about: 'looks at what is deployed, and not at the repository',
    },
  },
  examples: ['doctor', 'doctor --env prod'],
  run: ({ flags: { env, json }, environment }, context) =>
    env === undefined ? lookAtRepository(json, context) : lookAtDeployed(environment, json, context),
});

async function lookAtRepository(json: boolean, context: Context): Promise<number> {
  // A parser and CDK: nothing that the other half needs.
  const [{ examine }, { rules }, { readSourceFiles }, { readStackResources }] = await Promise.all([
    import('../doctor/examine.ts'),
    import('../doctor/rules.ts'),
    import('../doctor/source-file.ts'),
    import('../doctor/stack-resources.ts'),
  ]);
  const { root, integrations, events } = context;
  const files = readSourceFiles(root);
  const resources = readStackResources(integrations);
  const findings = examine({ files, integrations, events, resources });
  const looked = { rules: rules.length, files: files.length, resources: resources.length };
  if (json) writeJson(context, { findings, looked });
  else {
    for (const finding of findings) writeFinding(finding, context);
    const at = `${counted(looked.rules, 'rule')}, ${counted(looked.files, 'file')}, ${counted(looked.resources, 'resource')}`;
    const found = findings.length === 0 ? 'nothing found' : counted(findings.length, 'finding');
    writeLine(context.stderr, `${found}: ${at}`);
  }
  return findings.length === 0 ? exitCodes.ok : exitCodes.found;
}

function writeFinding({ rule, mistake, file, line, what, todo }: Finding, context: Context): void {
  const paint = painter(context);
  writeLine(context.stdout, `${printable(file)}:${line}  ${paint('red', rule)}: ${printable(what)}`);
  writeLine(context.stdout, `  ${printable(todo)} (mistake ${mistake}: ${mistakes[mistake]})`);
}

async function lookAtDeployed(environment: Environment, json: boolean, context: Context): Promise<number> {
  const { examineDeployed } = await import('../doctor/examine-deployed.ts');
  const looked = await examineDeployed(environment, context);
  if (json) writeJson(context, { environment: environment.name, looked });
  else {
    const paint = painter(context);
    for (const { check, state, says, todo } of looked) {
      const label = state === 'ok' ? 'ok' : paint(state === 'trouble' ? 'red' : 'yellow', state);
      writeLine(context.stdout, `${check}: ${label}: ${printable(says)}`);
      if (todo !== undefined) writeLine(context.stdout, `  ${printable(todo)}`);
    }
  }
  if (looked.every(({ state }) => state === 'not looked at')) return exitCodes.failed;
  return looked.some(({ state }) => state === 'trouble') ? exitCodes.found : exitCodes.ok;
}
