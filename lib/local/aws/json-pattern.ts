/** Filter patterns for JSON: `{ $.outcome = "retry" && $.attempt > 2 }`. */
import { AwsError } from './aws-error.ts';

export type JsonTest = (json: unknown) => boolean;

/** Throws `InvalidParameterException` on what it cannot read. */
export const parseJsonPattern = (pattern: string): JsonTest => new JsonPattern(pattern).parse();

export const unreadable = (pattern: string) =>
  new AwsError(
    'InvalidParameterException',
    `the local CloudWatch Logs cannot read the filter pattern ${pattern}`,
  );

interface Token {
  readonly kind: 'symbol' | 'selector' | 'text' | 'word';
  readonly text: string;
}

const tokenExpression =
  /\s*(?:(?<symbol>[(){}]|&&|\|\||!=|<=|>=|=|<|>)|(?<selector>\$[\w.[\]@-]*)|"(?<text>(?:[^"\\]|\\.)*)"|(?<word>[^\s(){}=<>!&|"]+))\s*/y;

class JsonPattern {
  readonly #pattern: string;
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(pattern: string) {
    this.#pattern = pattern;
    this.#tokens = this.#tokenize();
  }

  parse(): JsonTest {
    this.#expect('{');
    const test = this.#either();
    this.#expect('}');
    if (this.#at < this.#tokens.length) throw unreadable(this.#pattern);
    return test;
  }

  #tokenize(): Token[] {
    const tokens: Token[] = [];
    tokenExpression.lastIndex = 0;
    while (tokenExpression.lastIndex < this.#pattern.length) {
      const groups = tokenExpression.exec(this.#pattern)?.groups;
      const [kind, text] = Object.entries(groups ?? {}).find(([, value]) => value !== undefined) ?? [];
      if (kind === undefined || text === undefined) throw unreadable(this.#pattern);
      tokens.push({ kind: kind as Token['kind'], text });
    }
    return tokens;
  }

  #next(): Token {
    const token = this.#tokens[this.#at++];
    if (token === undefined) throw unreadable(this.#pattern);
    return token;
  }

  #take(symbol: string): boolean {
    const token = this.#tokens[this.#at];
    const isIt = token?.kind === 'symbol' && token.text === symbol;
    if (isIt) this.#at += 1;
    return isIt;
  }

  #expect(symbol: string): void {
    if (!this.#take(symbol)) throw unreadable(this.#pattern);
  }

  #either(): JsonTest {
    const tests = [this.#both()];
    while (this.#take('||')) tests.push(this.#both());
    return (json) => tests.some((test) => test(json));
  }

  #both(): JsonTest {
    const tests = [this.#one()];
    while (this.#take('&&')) tests.push(this.#one());
    return (json) => tests.every((test) => test(json));
  }

  #one(): JsonTest {
    if (this.#take('(')) {
      const test = this.#either();
      this.#expect(')');
      return test;
    }
    const selector = this.#next();
    if (selector.kind !== 'selector') throw unreadable(this.#pattern);
    const path = selector.text
      .split(/[.[\]]+/)
      .slice(1)
      .filter((part) => part !== '');
    const select = (json: unknown) =>
      path.reduce<unknown>(
        (value, part) => (value as Record<string, unknown> | null | undefined)?.[part],
        json,
      );
    const operator = this.#next();
    const operand = this.#next();
    if (operator.kind === 'word')
      return this.#wordTest(`${operator.text} ${operand.text}`.toUpperCase(), select);
    return this.#comparison(operator.text, operand, select);
  }

  #wordTest(words: string, select: (json: unknown) => unknown): JsonTest {
    switch (words) {
      case 'IS NULL':
        return (json) => select(json) === null;
      case 'IS TRUE':
        return (json) => select(json) === true;
      case 'IS FALSE':
        return (json) => select(json) === false;
      case 'NOT EXISTS':
        return (json) => select(json) === undefined;
      default:
        throw unreadable(this.#pattern);
    }
  }

  #comparison(operator: string, { kind, text }: Token, select: (json: unknown) => unknown): JsonTest {
    const number = kind === 'word' && text !== '' ? Number(text) : Number.NaN;
    const equals = (value: unknown) =>
      Number.isNaN(number) ? typeof value === 'string' && like(text, value) : value === number;
    const compares: Readonly<Record<string, (value: number) => boolean>> = {
      '<': (value) => value < number,
      '<=': (value) => value <= number,
      '>': (value) => value > number,
      '>=': (value) => value >= number,
    };
    if (operator === '=') return (json) => equals(select(json));
    if (operator === '!=') return (json) => select(json) !== undefined && !equals(select(json));
    const compare = compares[operator];
    if (compare === undefined || Number.isNaN(number)) throw unreadable(this.#pattern);
    return (json) => {
      const value = select(json);
      return typeof value === 'number' && compare(value);
    };
  }
}

/** `*` stands for any text. */
function like(pattern: string, value: string): boolean {
  const parts = pattern.replace(/\\(.)/g, '$1').split('*');
  if (parts.length === 1) return parts[0] === value;
  const source = parts.map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&')).join('.*');
  return new RegExp(`^${source}$`, 's').test(value);
}
