import { decodeForm, type Form } from '../../contract/form.ts';
import type { RequestJournal } from './request-journal.ts';
import type { StripeError } from './stripe-answers.ts';
import { type ParameterError, parameterError } from './stripe-parameters.ts';
import type { StripeResource } from './stripe-resource.ts';
import { listRules } from './stripe-rules.ts';

/** https://docs.stripe.com/api/pagination */
const [limitDefault, limitMax] = [10, 100];

interface StripeList {
  readonly object: 'list';
  readonly data: readonly unknown[];
  readonly has_more: boolean;
  readonly url: string;
}

/** One page of a list, the newest first: that after `starting_after`, the id of the last thing on the page before. */
export function stripeList(
  { kind, path, noun }: StripeResource,
  journal: RequestJournal,
  query: string,
): StripeList | { readonly problem: StripeError } {
  let form: Form;
  try {
    form = decodeForm(query);
  } catch (error) {
    return { problem: { message: (error as TypeError).message } };
  }
  const problem = parameterError(form, listRules) ?? limitError(Number(form.limit ?? limitDefault));
  if (problem !== undefined) return { problem };
  const { email } = form;
  const all = journal.entities
    .filter((entity) => entity.kind === kind && (email === undefined || entity.value.email === email))
    .reverse();
  const after = form.starting_after;
  const at = after === undefined ? -1 : all.findIndex(({ id }) => id === after);
  if (after !== undefined && at === -1) {
    const message = `No such ${noun}: '${after}'`;
    return { problem: { code: 'resource_missing', param: 'starting_after', message } };
  }
  const rest = all.slice(at + 1);
  const limit = Number(form.limit ?? limitDefault);
  const data = rest.slice(0, limit).map(({ value }) => value);
  return { object: 'list', data, has_more: rest.length > limit, url: path };
}

function limitError(limit: number): ParameterError | undefined {
  const range =
    limit < 1 ? 'greater than or equal to 1' : limit > limitMax && `less than or equal to ${limitMax}`;
  if (range === false) return undefined;
  return { code: 'parameter_invalid_integer', param: 'limit', message: `This value must be ${range}.` };
}
