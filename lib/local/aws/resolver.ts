/** The values of a template's intrinsic functions. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html */
import { isMembers, listOf, type Made, type Members, type Template } from './template.ts';

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
