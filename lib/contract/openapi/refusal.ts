/** Why a document would refuse a request of ours, and what is needed to tell. */
import type { OpenApiDocument } from './read-document.ts';
import type { Schemas } from './schemas.ts';

export interface SentRequest {
  readonly query: string;
  readonly requestHeaders?: Readonly<Record<string, string>>;
  readonly requestBody?: { readonly contentType: string; readonly text: string };
}

export interface Refusal {
  readonly place: string;
  readonly said: string;
  readonly seen: string;
}

export interface RefusalOptions {
  readonly document: OpenApiDocument;
  readonly schemas: Schemas;
  readonly maps: ReadonlySet<string>;
}
