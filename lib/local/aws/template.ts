/** The parts of a CloudFormation template, the values of its intrinsic functions, and the order of its resources. */
import * as z from 'zod/mini';

const resourceSchema = z.object({
  Type: z.string(),
  Properties: z._default(z.record(z.string(), z.unknown()), {}),
  DependsOn: z.optional(z.union([z.string(), z.array(z.string())])),
  Condition: z.optional(z.string()),
});

export const templateSchema = z.object({
  Resources: z.record(z.string(), resourceSchema),
  Parameters: z._default(z.record(z.string(), z.object({ Default: z.optional(z.string()) })), {}),
  Mappings: z._default(z.record(z.string(), z.record(z.string(), z.record(z.string(), z.unknown()))), {}),
  Conditions: z._default(z.record(z.string(), z.unknown()), {}),
  Outputs: z._default(
    z.record(z.string(), z.object({ Value: z.unknown(), Condition: z.optional(z.string()) })),
    {},
  ),
});

export type Template = z.infer<typeof templateSchema>;

/** What `Ref` and `Fn::GetAtt` give for a resource. */
export interface Made {
  readonly ref: string;
  readonly attributes: Readonly<Record<string, string>>;
}

type Members = Readonly<Record<string, unknown>>;

const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);

/** Stands for `AWS::NoValue` until whatever holds it drops it. */
const noValue = Symbol('AWS::NoValue');

export class Resolver {
  readonly #template: Template;
  readonly #pseudoParameters: Readonly<Record<string, string>>;
  readonly #made: ReadonlyMap<string, Made>;

  /** `made` fills up as resources are made; create them in `creationOrder`. */
  constructor(
    template: Template,
    pseudoParameters: Readonly<Record<string, string>>,
    made: ReadonlyMap<string, Made>,
  ) {
    this.#template = template;
    this.#pseudoParameters = pseudoParameters;
    this.#made = made;
  }

  /** `value` with every intrinsic function replaced by what it gives. Throws on what is unknown. */
  resolve(value: unknown): unknown {
    if (Array.isArray(value)) {
      return value.map((item) => this.resolve(item)).filter((item) => item !== noValue);
    }
    if (!isMembers(value)) return value;
    const [first, ...others] = Object.entries(value);
    if (first !== undefined && others.length === 0) {
      const [name, argument] = first;
      if (name === 'Ref') return this.#ref(String(argument));
      if (name.startsWith('Fn::')) return this.#call(name, argument);
    }
    return Object.fromEntries(
      Object.entries(value)
        .map(([name, member]) => [name, this.resolve(member)] as const)
        .filter(([, member]) => member !== noValue),
    );
  }

  /** Whether the named condition of the template holds. */
  holds(condition: string): boolean {
    return this.#test(this.#template.Conditions[condition]);
  }

  #ref(name: string): string | typeof noValue {
    if (name === 'AWS::NoValue') return noValue;
    const value =
      this.#pseudoParameters[name] ?? this.#made.get(name)?.ref ?? this.#template.Parameters[name]?.Default;
    if (value === undefined) {
      throw new Error(`Ref ${name} (${this.#typeOf(name)}) has no value in the local AWS`);
    }
    return value;
  }

  #attribute(id: string, name: string): string {
    const value = this.#made.get(id)?.attributes[name];
    if (value === undefined) {
      throw new Error(`Fn::GetAtt ${id}.${name} (${this.#typeOf(id)}) has no value in the local AWS`);
    }
    return value;
  }

  #typeOf(id: string): string {
    return this.#template.Resources[id]?.Type ?? 'no such resource';
  }

  #call(name: string, argument: unknown): unknown {
    switch (name) {
      case 'Fn::GetAtt': {
        const [id = '', attribute = ''] = Array.isArray(argument)
          ? argument
          : String(argument).split(/\.(.*)/s);
        return this.#attribute(String(id), String(attribute));
      }
      case 'Fn::Join': {
        const [separator, parts] = listOf(argument);
        return listOf(this.resolve(parts)).join(String(separator));
      }
      case 'Fn::Sub':
        return this.#substitute(argument);
      case 'Fn::Select': {
        const [index, items] = listOf(this.resolve(argument));
        return listOf(items)[Number(index)];
      }
      case 'Fn::Split': {
        const [separator, text] = listOf(this.resolve(argument));
        return String(text).split(String(separator));
      }
      case 'Fn::If': {
        const [condition, yes, no] = listOf(argument);
        return this.resolve(this.holds(String(condition)) ? yes : no);
      }
      case 'Fn::FindInMap': {
        const [map, first, second] = listOf(this.resolve(argument)).map(String);
        return this.#template.Mappings[map ?? '']?.[first ?? '']?.[second ?? ''];
      }
      default:
        throw new Error(`the local AWS does not know the intrinsic function ${name}`);
    }
  }

  #substitute(argument: unknown): string {
    const [text, given] = listOf(argument);
    const variables = this.resolve(given ?? {}) as Members;
    return String(text).replace(/\$\{(!?)([^}]+)\}/g, (_whole, literal: string, name: string) => {
      if (literal !== '') return `\${${name}}`;
      if (name in variables) return String(variables[name]);
      return name.includes('.') ? String(this.#call('Fn::GetAtt', name)) : String(this.#ref(name));
    });
  }

  #test(condition: unknown): boolean {
    const [name = '', argument] = isMembers(condition) ? (Object.entries(condition)[0] ?? []) : [];
    switch (name) {
      case 'Condition':
        return this.holds(String(argument));
      case 'Fn::Equals': {
        const [left, right] = listOf(this.resolve(argument));
        return left === right;
      }
      case 'Fn::Not':
        return !this.#test(listOf(argument)[0]);
      case 'Fn::And':
        return listOf(argument).every((item) => this.#test(item));
      case 'Fn::Or':
        return listOf(argument).some((item) => this.#test(item));
      default:
        throw new Error(`the local AWS does not know the condition ${JSON.stringify(condition)}`);
    }
  }
}

/** Logical ids, each after all that it refers to or depends on. Throws on a circle. */
export function creationOrder({ Resources }: Template): string[] {
  const ordered = new Set<string>();
  const open = new Set<string>();
  const visit = (id: string): void => {
    const resource = Resources[id];
    if (resource === undefined || ordered.has(id)) return;
    if (open.has(id)) throw new Error(`circular dependency: ${[...open, id].join(' -> ')}`);
    open.add(id);
    for (const dependency of [...referredTo(resource.Properties), ...listOf(resource.DependsOn ?? [])]) {
      visit(String(dependency));
    }
    open.delete(id);
    ordered.add(id);
  };
  for (const id of Object.keys(Resources)) visit(id);
  return [...ordered];
}

/** Names that `value` refers to, in `Fn::Sub` too. */
function referredTo(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(referredTo);
  if (!isMembers(value)) return [];
  return Object.entries(value).flatMap(([name, argument]) => {
    if (name === 'Ref') return [String(argument)];
    if (name === 'Fn::GetAtt')
      return [String(Array.isArray(argument) ? argument[0] : argument).replace(/\..*/s, '')];
    const named =
      name === 'Fn::Sub'
        ? [...String(listOf(argument)[0]).matchAll(/\$\{([^!}.]+)/g)].map(([, id = '']) => id)
        : [];
    return [...named, ...referredTo(argument)];
  });
}
