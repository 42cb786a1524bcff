/**
 * Numbers as DynamoDB keeps them: decimal, exact, at most 38 significant digits, written without an exponent.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html#HowItWorks.DataTypes.Number
 */
import { validationError } from './sdk-errors.ts';

/** `units / 10 ** scale`. */
interface Decimal {
  readonly units: bigint;
  readonly scale: number;
}

const significantDigitsMax = 38;
/** Powers of ten of the leading digit. */
const [exponentMin, exponentMax] = [-130, 125];

/** Up to here a double holds every digit: the way of nearly every number there is (milliseconds have 13 digits). */
const exactLengthMax = 15;

/** An integer that a double holds exactly, or `NaN`. */
function exact(text: string): number {
  if (text.length > exactLengthMax) return Number.NaN;
  const value = Number(text);
  return Number.isInteger(value) ? value : Number.NaN;
}

/** The one way to write this number. Throws `ValidationException` when it is none, or none that DynamoDB takes. */
export function canonical(text: string): string {
  const value = exact(text);
  if (!Number.isNaN(value) && `${value}` === text) return text;
  return format(parse(text));
}

/** Both must be canonical; so is the sum. */
export function add(one: string, other: string): string {
  const sum = exact(one) + exact(other);
  // Both were integers of at most 15 digits, and so the sum is exact.
  if (!Number.isNaN(sum)) return `${sum}`;
  const [a, b, scale] = aligned(one, other);
  return format({ units: a + b, scale });
}

export const negated = (text: string): string =>
  text === '0' ? text : text.startsWith('-') ? text.slice(1) : `-${text}`;

/** Below 0 when `one` is less. Both must be canonical. */
export function compareNumbers(one: string, other: string): number {
  const difference = exact(one) - exact(other);
  if (!Number.isNaN(difference)) return difference;
  const [a, b] = aligned(one, other);
  return a < b ? -1 : a > b ? 1 : 0;
}

function aligned(one: string, other: string): readonly [bigint, bigint, number] {
  const [a, b] = [parse(one), parse(other)];
  const scale = Math.max(a.scale, b.scale);
  const at = (decimal: Decimal) => decimal.units * 10n ** BigInt(scale - decimal.scale);
  return [at(a), at(b), scale];
}

function parse(text: string): Decimal {
  const match = /^(-?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,4}))?$/.exec(text);
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match ?? [];
  if (match === null || whole + fraction === '') {
    throw validationError(`The parameter cannot be converted to a numeric value: ${text}`);
  }
  const digits = (whole + fraction).replace(/^0+/, '');
  const significant = digits.replace(/0+$/, '');
  const scale = fraction.length - Number(exponent) - (digits.length - significant.length);
  if (significant === '') return { units: 0n, scale: 0 };
  const leading = significant.length - scale - 1;
  if (leading > exponentMax) throw validationError('Number overflow');
  if (leading < exponentMin) throw validationError('Number underflow');
  if (significant.length > significantDigitsMax) {
    throw validationError('Attempting to store more than 38 significant digits in a Number');
  }
  const units = BigInt(sign + significant);
  return scale < 0 ? { units: units * 10n ** BigInt(-scale), scale: 0 } : { units, scale };
}

function format({ units, scale }: Decimal): string {
  const sign = units < 0n ? '-' : '';
  const digits = `${units < 0n ? -units : units}`.padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  const fraction = digits.slice(digits.length - scale).replace(/0+$/, '');
  if ((whole + fraction).replace(/^0+|0+$/g, '').length > significantDigitsMax) {
    throw validationError('Attempting to store more than 38 significant digits in a Number');
  }
  return `${sign}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}
