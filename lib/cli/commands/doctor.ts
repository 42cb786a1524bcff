import type { Context } from '../context.ts';
import { examine, type Finding } from '../doctor/examine.ts';
import { mistakes } from '../doctor/rule.ts';
import { rules } from '../doctor/rules.ts';
import { readSourceFiles } from '../doctor/source-file.ts';
import { readStackResources } from '../doctor/stack-resources.ts';
import { defineCommand, exitCodes } from '../shell/command.ts';
import { counted, painter, printable, writeJson, writeLine } from '../shell/output.ts';

/** Looks at the repository, or at what is deployed of it. Changes nothing. */
export const doctor = defineCommand({
  name: 'doctor',
  summary: 'Whether the seven mistakes are made in this repository, each with file and line.',
  flags: {},
  examples: ['doctor'],
  run: async ({ flags }, context) => {
    const { root, integrations, events } = context;
    const files = readSourceFiles(root);
    const resources = readStackResources(integrations);
    const findings = examine({ files, integrations, events, resources });
    const looked = { rules: rules.length, files: files.length, resources: resources.length };
    if (flags.json) writeJson(context, { findings, looked });
    else writeFindings(findings, looked, context);
    return findings.length === 0 ? exitCodes.ok : exitCodes.found;
  },
});

function writeFindings(
  findings: readonly Finding[],
  looked: { readonly rules: number; readonly files: number; readonly resources: number },
  context: Context,
): void {
  const paint = painter(context);
  for (const { rule, mistake, file, line, what, todo } of findings) {
    writeLine(context.stdout, `${printable(file)}:${line}  ${paint('red', rule)}: ${printable(what)}`);
    writeLine(context.stdout, `  ${printable(todo)} (mistake ${mistake}: ${mistakes[mistake]})`);
  }
  const what = `${counted(looked.rules, 'rule')}, ${counted(looked.files, 'file')}, ${counted(looked.resources, 'resource')}`;
  const found = findings.length === 0 ? 'nothing found' : `${counted(findings.length, 'finding')}`;
  writeLine(context.stderr, `${found}: ${what}`);
}
