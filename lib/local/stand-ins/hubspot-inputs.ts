/** What HubSpot takes as a batch. https://developers.hubspot.com/docs/api-reference/crm-contacts-v3/batch */
import { propertyProblems, propertyRefusal } from './hubspot-properties.ts';

export interface Input {
  readonly id: string;
  readonly idProperty?: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly objectWriteTraceId?: string;
}

/** What is wrong with the request as a whole: then nothing of it is done. */
export interface Refusal {
  readonly message: string;
  readonly category?: string;
  readonly errors?: readonly object[];
}

/** At most so many inputs. https://developers.hubspot.com/docs/api-reference/crm-contacts-v3/batch */
const inputsMax = 100;

/** Fields beside `inputs`, and in an input beside the four, are ignored. Not verified. */
export function readInputs(body: string): readonly Input[] | Refusal {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch (error) {
    // As https://github.com/Chinchilla-Software-Com/HubSpot.NET/issues/23 quotes it: without a category.
    return { message: `Invalid input JSON on line 1, column ${columnIn(error as Error)}: Unexpected input` };
  }
  const inputs = isRecord(value) ? value.inputs : undefined;
  const problem = inputsProblem(inputs);
  if (problem !== undefined) return { message: problem, category: 'VALIDATION_ERROR' };
  const read = inputs as readonly Input[];
  const strangers = read.flatMap(({ properties }) => propertyProblems(properties));
  return strangers.length === 0 ? read : propertyRefusal(strangers);
}

function inputsProblem(inputs: unknown): string | undefined {
  if (!Array.isArray(inputs) || inputs.length === 0) return 'Some required fields were not set: [inputs]';
  if (inputs.length > inputsMax) return `The maximum number of inputs is ${inputsMax}, got ${inputs.length}`;
  for (const [at, input] of inputs.entries()) {
    const problem = inputProblem(input, `inputs[${at}]`);
    if (problem !== undefined) return problem;
  }
  const ids = new Set(inputs.map(({ id }) => id.toLowerCase()));
  return ids.size === inputs.length ? undefined : 'Duplicate IDs found in batch input';
}

function inputProblem(input: unknown, place: string): string | undefined {
  if (!isRecord(input) || typeof input.id !== 'string' || input.id === '') {
    return `Some required fields were not set: [${place}.id]`;
  }
  if (input.idProperty !== 'email') return `${place}.idProperty must be a unique property: email`;
  if (!isRecord(input.properties)) return `Some required fields were not set: [${place}.properties]`;
  for (const [name, property] of Object.entries(input.properties)) {
    if (typeof property !== 'string') {
      return `Invalid input JSON: ${place}.properties.${name} must be a string, got ${JSON.stringify(property)}`;
    }
  }
  const { objectWriteTraceId = '' } = input;
  return typeof objectWriteTraceId === 'string' ? undefined : `${place}.objectWriteTraceId must be a string`;
}

/** The caller's own id in a property of that name, then the id of the input. */
export function externalIdsOf({ id, properties }: Pick<Input, 'id' | 'properties'>): string[] {
  const own = Object.entries(properties).filter(([name]) => /(external|client|customer).*id$/i.test(name));
  return [...own.map(([, value]) => value), id];
}

/** Where the parser stopped, counted from 1; 1 where it does not say. */
const columnIn = ({ message }: Error) => Number(/position (\d+)/.exec(message)?.[1] ?? 0) + 1;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
