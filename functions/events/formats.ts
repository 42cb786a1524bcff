/** Checks that more than one event shares. */
import * as z from 'zod/mini';
import { momentOf } from '../core/declare/moment.ts';
import { isEmailAddress } from './is-email-address.ts';
import { wellFormedTag } from './well-formed-tag.ts';

/** An address that a mail server may have; whether a third party takes it is the third party's matter. */
export const email = () => z.string().check(z.refine(isEmailAddress, 'must be an e-mail address'));

/**
 * Text that says something: not only spaces, and no half of a surrogate pair, which no request can carry. White space
 * around it is taken away for every third party alike. `lengthMax` counts UTF-16 units.
 */
export const text = (lengthMax: number) =>
  z.string().check(
    z.trim(),
    z.maxLength(lengthMax),
    z.regex(/\S/, 'must not be blank'),
    z.refine((value) => value.isWellFormed(), 'must be well-formed Unicode'),
  );

/** First or last name: both and a space between them stay within the 256 that Stripe takes for a name. */
export const personName = () => text(127);

/** A company, street or city: longer is not a name but a mistake. A destination that takes less refuses it itself. */
export const shortText = () => text(255);

/** Digits after `+`, 15 at most: https://www.itu.int/rec/T-REC-E.164 */
export const e164 = () => z.string().check(z.regex(/^\+[1-9]\d{1,14}$/, 'must be E.164, like +4930123456'));

/** ISO 3166-1 alpha-2. */
export const countryCode = () => z.string().check(z.regex(/^[A-Z]{2}$/, 'must be two upper-case letters'));

/** ISO 4217. */
export const currencyCode = () => z.string().check(z.regex(/^[A-Z]{3}$/, 'must be three upper-case letters'));

/**
 * A tag that is well-formed by RFC 5646 §2.1, in letters of either case. It gives no longest tag; 35 characters are enough
 * for all that have no extension (§4.4.1), and this is room for some.
 */
export const languageTag = () =>
  z.string().check(z.maxLength(100), z.regex(wellFormedTag, 'must be BCP 47, like de or pt-BR'));

/** RFC 3339 with an offset, on a day that exists. */
export const timestamp = () =>
  z
    .string()
    .check(
      z.refine(
        (value) => momentOf(value) !== undefined,
        'must be RFC 3339 with an offset, like 2026-11-24T09:30:00Z, and a moment that exists',
      ),
    );

/** A positive integer that a JavaScript number holds exactly. */
export const positiveInteger = () => z.int().check(z.positive());

/** An amount of money above zero, as a string: a JSON number would pass through floating point. */
export const positiveDecimal = () =>
  z.string().check(
    // 12 digits are more than any payment; 4 decimals are the most that ISO 4217 knows.
    z.regex(/^\d{1,12}(\.\d{1,4})?$/, 'must be a decimal string, like 19.99'),
    z.refine((text) => /[1-9]/.test(text), 'must be more than zero'),
  );
