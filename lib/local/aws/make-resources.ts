/** Makes what a template describes, in an order in which each finds what it refers to. */
import * as z from 'zod/mini';
import { accountId, arnOf, region } from './account.ts';
import { nestedStackType } from './assembly.ts';
import { creationOrder } from './creation-order.ts';
import { Resolver } from './resolver.ts';
import { defaultName, type Maker, type MakerContext } from './resources/maker.ts';
import { makers } from './resources/makers.ts';
import type { Made, Template } from './template.ts';

/**
 * Returns the template's outputs. Rejects on a resource that is not known here, or cannot be made.
 * @param parameters values of the template's parameters, before their defaults
 */
export async function makeResources(
  template: Template,
  context: MakerContext,
  parameters: Readonly<Record<string, string>> = {},
): Promise<Record<string, unknown>> {
  const made = new Map<string, Made>();
  const given = { ...pseudoParameters(context.stackName), ...parameters };
  const resolver = new Resolver(template, given, made);
  const isWanted = (condition: string | undefined) => condition === undefined || resolver.holds(condition);
  for (const id of creationOrder(template)) {
    const resource = template.Resources[id];
    if (resource === undefined || !isWanted(resource.Condition)) continue;
    const make = resource.Type === nestedStackType ? makeNested : makers[resource.Type];
    if (make === undefined)
      throw new Error(`${id}: the local AWS does not know the resource type ${resource.Type}`);
    try {
      made.set(id, await make(context, id, resolver.resolve(resource.Properties)));
    } catch (cause) {
      const problem = cause instanceof Error ? cause.message : String(cause);
      throw new Error(`${id} (${resource.Type}) cannot be made: ${problem}`, { cause });
    }
  }
  const outputs = Object.entries(template.Outputs).filter(([, { Condition }]) => isWanted(Condition));
  return Object.fromEntries(outputs.map(([name, { Value }]) => [name, resolver.resolve(Value)]));
}

const nestedSchema = z.object({
  TemplateURL: z.string(),
  Parameters: z._default(z.record(z.string(), z.string()), {}),
});

/** All that it describes, beside what the stack around it has. Its outputs are its attributes. */
const makeNested: Maker = async (context, id, properties) => {
  const { TemplateURL, Parameters } = nestedSchema.parse(properties);
  const stackName = defaultName(context, id);
  const template = context.nestedTemplate(TemplateURL);
  const outputs = await makeResources(template, { ...context, stackName }, Parameters);
  return {
    ref: arnOf('cloudformation', `stack/${stackName}/local`),
    attributes: Object.fromEntries(
      Object.entries(outputs).map(([name, value]) => [`Outputs.${name}`, String(value)]),
    ),
  };
};

const pseudoParameters = (stackName: string) => ({
  'AWS::Region': region,
  'AWS::AccountId': accountId,
  'AWS::Partition': 'aws',
  'AWS::URLSuffix': 'amazonaws.com',
  'AWS::StackName': stackName,
  'AWS::StackId': arnOf('cloudformation', `stack/${stackName}/local`),
});
