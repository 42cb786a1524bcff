/** What a destination declares so that its contract can be probed: what cannot be told from its operations alone. */
import type { AnyDestination, Credentials, Destination, DestinationWith } from './destination.ts';
import type { HttpRequest, HttpResponse } from './http-message.ts';
import type { Operation } from './operation.ts';

// biome-ignore lint/suspicious/noExplicitAny: as of a Destination
export interface ContractDeclaration<Secret extends Credentials = any> {
  readonly destination: Destination<Secret>;
  /** Names of objects whose keys are data, not fields: `metadata`. */
  readonly maps: readonly string[];
  /** Whether credentials belong to the third party's test environment. Left out: nobody can tell, so it counts as live. */
  readonly isSandbox?: (credentials: Secret) => boolean;
  readonly list?: PagedList;
  readonly operations: readonly ProbedOperation[];
}

/** Of a destination with settings: what is probed may depend on them. */
export interface ContractWith<Settings> {
  readonly destination: DestinationWith<Settings>;
  /** What it is tried with where the environment has no settings of it, because no integration uses it. @default - not at all */
  readonly example?: Settings;
  readonly bySettings: (settings: Settings) => Omit<ContractDeclaration, 'destination' | 'operations'> & {
    // biome-ignore lint/suspicious/noExplicitAny: as in ProbedOperation
    readonly operations: readonly ProbedOperation<any, DestinationWith<Settings>>[];
  };
}

/** One of the list: engine and commands see it as a `ContractDeclaration`, once its settings are known. */
// biome-ignore lint/suspicious/noExplicitAny: whatever they are
export type DeclaredContract = ContractDeclaration | ContractWith<any>;

/** A list that comes in pages, asked for with pages of one so that two things make two pages. */
export interface PagedList {
  /** Stands in the lock beside the operations. */
  readonly name: string;
  /** The operation whose things it lists. */
  readonly of: string;
  readonly request: HttpRequest;
  /** As many as one page holds: the last page of a small account, which has no token. */
  readonly largest: HttpRequest;
  /** Where the token of the next page stands: `$.paging.next.after`. */
  readonly nextAt: string;
  readonly firstId: (response: HttpResponse) => string | undefined;
  /** `undefined`: this was the last page. */
  readonly next: (response: HttpResponse) => HttpRequest | undefined;
}

// biome-ignore lint/suspicious/noExplicitAny: as in AnyIntegration, only the declaration relates the two
export interface ProbedOperation<Input = any, D extends AnyDestination = Destination> {
  readonly operation: Operation<Input, D>;
  /** Path templates, `/contacts/{id}`: what stands in the lock instead of paths with ids in them. */
  readonly paths: { readonly request: string; readonly lookup?: string; readonly followUp?: string };
  /** Inputs to try it with before there is an integration that makes some. @default - none: it is not tried then */
  readonly examples?: readonly Input[];
  /** An input that is nobody's: whatever must be unique, made of `token`, so that no probe meets what is there. */
  readonly distinct: (input: Input, token: string) => Input;
  /** The body without a field that it has to be refused for. Left out: every field may be missing. */
  readonly withoutRequired?: (input: Input) => HttpRequest;
  /** The request with a field that the third party cannot know. */
  readonly withUnknown: (input: Input) => HttpRequest;
  /** Undoes what the request made. Left out: what a probe makes is named, and stays. */
  readonly remove?: (receipt: string) => HttpRequest;
  /** There is nothing to undo, as of a mail that nobody gets. @default false */
  readonly leavesNothing?: boolean;
}

/** Declares what of a destination is probed. */
export function declareContract<Settings>(declaration: ContractWith<Settings>): ContractWith<Settings>;
export function declareContract<Secret extends Credentials>(
  declaration: ContractDeclaration<Secret>,
): ContractDeclaration<Secret>;
// biome-ignore lint/suspicious/noExplicitAny: whichever it is
export function declareContract(declaration: any): any {
  return declaration;
}

/** Declares how an operation is probed. */
export function probed<Input, D extends AnyDestination = Destination>(
  operation: ProbedOperation<Input, D>,
): ProbedOperation<Input, D> {
  return operation;
}
