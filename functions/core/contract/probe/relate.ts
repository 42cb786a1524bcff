/** How an answer of a probe stands to what was asked, and to the answers before it. Pure. */
import type { Relation } from '../lock/check-outcome.ts';
import type { ProbedExchange } from './send-probe.ts';

/** `undefined`: nobody can tell, because what it would be compared with is missing. */
export type Relate = (exchange: Pick<ProbedExchange, 'classification' | 'result'>) => Relation | undefined;

type Classified = Pick<ProbedExchange, 'classification'>;

const isYes = ({ classification: { verdict } }: Classified) => verdict === 'success';

/** Who says neither yes nor no has not refused. */
const no = ({ classification: { verdict } }: Classified): Relation =>
  verdict === 'ambiguous' || verdict === 'unknown' ? 'unclear' : 'refused';

/** What says no to the key of everybody is trouble of the moment, and told of as such. */
export const answered: Relate = (exchange) => (isYes(exchange) ? 'answered' : undefined);

/** Of a list that is read. */
export const listed: Relate = (exchange) => (isYes(exchange) ? 'answered' : no(exchange));

/** Of a request that nobody should take. */
export const brokenOnPurpose: Relate = (exchange) => (isYes(exchange) ? 'accepted' : no(exchange));

export const madeFirst: Relate = (exchange) => {
  if (!isYes(exchange)) return no(exchange);
  return exchange.classification.receipt === undefined ? 'accepted' : 'made';
};

/**
 * Of the same request once more, and of what updates the thing.
 * @param first the id that the first was answered with; `undefined`: none, because it was refused, or takes no id
 * @param namesIt the answer leads to the thing that is there already
 */
export const madeAgain =
  (first: string | undefined, namesIt: boolean): Relate =>
  (exchange) => {
    const { receipt, statusCode } = exchange.classification;
    if (!isYes(exchange)) return namesIt || statusCode === 409 ? 'conflict' : no(exchange);
    if (receipt === undefined) return 'accepted';
    if (first === undefined) return 'made';
    return receipt === first ? 'same id' : 'another';
  };

/** @param first the id of what is looked up */
export const lookedUp =
  (first: string | undefined): Relate =>
  ({ classification: { found, receipt } }) => {
    if (found === 'no') return 'nothing';
    if (found !== 'yes') return 'unclear';
    return first !== undefined && receipt !== undefined && receipt !== first ? 'other' : 'found';
  };

export const removed: Relate = (exchange) => {
  const { statusCode } = exchange.classification;
  return isYes(exchange) || statusCode === 404 || statusCode === 410 ? 'removed' : no(exchange);
};
