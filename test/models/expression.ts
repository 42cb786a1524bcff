/** What condition and update expressions have in common: tokens, placeholders, and what a placeholder stands for. */
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { type Item, typeOf } from './attribute-value.ts';
import { reservedWords } from './reserved-words.ts';
import { NotModelled, validationError } from './sdk-errors.ts';

/** Copies of what came with the request. */
export interface Bindings {
  readonly names: Readonly<Record<string, string>>;
  readonly values: Readonly<Item>;
}

/** The name of a top-level attribute. */
export type Path = (bindings: Bindings) => string;
/** `undefined` where the item lacks the attribute. */
export type Operand = (item: Item, bindings: Bindings) => AttributeValue | undefined;
/** Throws `ValidationException` for what DynamoDB refuses before it looks at the item. */
export type Check = (bindings: Bindings) => void;

/** Reads one expression; keywords in either case, as DynamoDB takes them. */
export class Reader {
  readonly #kind: string;
  readonly #tokens: readonly string[];
  #at = 0;
  /** `#name` and `:value` placeholders that occur. */
  readonly placeholders = new Set<string>();
  readonly checks: Check[] = [];

  constructor(kind: string, text: string) {
    this.#kind = kind;
    if (text.trim() === '') throw validationError(`Invalid ${kind}: The expression can not be empty;`);
    this.#tokens = text.match(/[#:]?\w+|<>|<=|>=|[^\s\w]/g) ?? [];
  }

  get next(): string | undefined {
    return this.#tokens[this.#at];
  }

  peek(ahead: number): string | undefined {
    return this.#tokens[this.#at + ahead];
  }

  take(): string {
    const token = this.#tokens[this.#at];
    if (token === undefined) throw this.syntaxError();
    this.#at += 1;
    return token;
  }

  /** Whether `word` came next, and is behind us now. */
  skip(word: string): boolean {
    if (this.next?.toUpperCase() !== word) return false;
    this.#at += 1;
    return true;
  }

  expect(word: string): void {
    if (!this.skip(word)) throw this.syntaxError();
  }

  end(): void {
    if (this.next !== undefined) throw this.syntaxError();
  }

  syntaxError(): Error {
    const near = this.#tokens.slice(Math.max(0, this.#at - 1), this.#at + 2).join(' ');
    return validationError(
      `Invalid ${this.#kind}: Syntax error; token: "${this.next ?? '<EOF>'}", near: "${near}"`,
    );
  }

  refusal(what: string): Error {
    return validationError(`Invalid ${this.#kind}: ${what}`);
  }

  path(): Path {
    const token = this.take();
    if (this.next === '.' || this.next === '[') throw new NotModelled('document paths are not modelled');
    if (token.startsWith('#')) {
      this.placeholders.add(token);
      return ({ names }) => names[token] ?? '';
    }
    if (!/^[A-Za-z]/.test(token)) throw this.syntaxError();
    if (reservedWords.has(token.toUpperCase()))
      throw this.refusal(`Attribute name is a reserved keyword; reserved keyword: ${token}`);
    return () => token;
  }

  /** A `:value`. */
  value(): { readonly placeholder: string; readonly operand: Operand } {
    const placeholder = this.take();
    if (!placeholder.startsWith(':')) throw this.syntaxError();
    this.placeholders.add(placeholder);
    return { placeholder, operand: (_item, { values }) => values[placeholder] };
  }

  /** Refuses the value of `placeholder` unless it is of one of `types`, whatever the item holds. */
  checkType(placeholder: string, operator: string, types: readonly string[]): void {
    this.checks.push(({ values }) => {
      const type = typeOf(values[placeholder]);
      if (types.includes(type)) return;
      throw this.refusal(
        `Incorrect operand type for operator or function; operator: ${operator}, operand type: ${type}`,
      );
    });
  }
}

export const isCall = (reader: Reader) => /^[A-Za-z]/.test(reader.next ?? '') && reader.peek(1) === '(';

/** Refuses placeholders that stand for nothing, and those that no expression uses. */
export function checkPlaceholders(
  bindings: Bindings,
  expressions: readonly { placeholders: ReadonlySet<string> }[],
) {
  for (const { placeholders } of expressions) {
    for (const placeholder of placeholders) {
      const bound = placeholder.startsWith('#') ? bindings.names[placeholder] : bindings.values[placeholder];
      if (bound !== undefined) continue;
      const what = placeholder.startsWith('#')
        ? 'name used in the document path'
        : 'value used in expression';
      throw validationError(`An expression attribute ${what} is not defined; attribute: ${placeholder}`);
    }
  }
  const isUsed = (placeholder: string) =>
    expressions.some(({ placeholders }) => placeholders.has(placeholder));
  for (const kind of ['names', 'values'] as const) {
    for (const placeholder of Object.keys(bindings[kind])) {
      if (isUsed(placeholder)) continue;
      const parameter = kind === 'names' ? 'ExpressionAttributeNames' : 'ExpressionAttributeValues';
      throw validationError(`Value provided in ${parameter} unused in expressions: keys: {${placeholder}}`);
    }
  }
}
