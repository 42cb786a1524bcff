import { defineOperation } from '../../core/declare/operation.ts';
import { asId, firstOf, jsonBody } from '../json-body.ts';
import { apiVersion, xero } from './index.ts';

/** An invoice to a customer. https://developer.xero.com/documentation/api/accounting/invoices */
export interface Invoice {
  /** Unique in the organisation: our id of what it bills, 255 characters at most. */
  readonly InvoiceNumber: string;
  /** Found by its name, or made. */
  readonly Contact: { readonly Name: string; readonly EmailAddress?: string };
  /** `2026-11-27`, both. */
  readonly Date: string;
  readonly DueDate: string;
  readonly CurrencyCode: string;
  readonly LineItems: readonly {
    readonly Description: string;
    readonly Quantity: number;
    /** In the currency's own unit, two decimals. */
    readonly UnitAmount: number;
    readonly AccountCode: string;
  }[];
}

/**
 * https://developer.xero.com/documentation/api/accounting/invoices and, for the key of 128 characters at most,
 * https://developer.xero.com/documentation/guides/idempotent-requests/idempotency/
 *
 * How long a key is remembered is not documented. Half a day is what we count on, and no second invoice hangs on it: a POST
 * with a number that is there updates that invoice. One invoice a call, so that each event has its own outcome;
 * `summarizeErrors` is always said, because its default differs between sources.
 */
export const createInvoice = defineOperation<Invoice>({
  name: 'create-invoice',
  destination: xero,
  request: (invoice) => ({
    method: 'POST',
    path: `/api.xro/${apiVersion.value}/Invoices`,
    query: { summarizeErrors: 'false' },
    body: {
      encoding: 'json',
      value: { Invoices: [{ Type: 'ACCREC', Status: 'AUTHORISED', ...invoice }] },
    },
  }),
  repeat: { by: 'key', header: 'idempotency-key', maxLength: 128, windowMs: 12 * 60 * 60 * 1_000 },
  receipt: (response) => asId(firstOf(jsonBody(response)?.Invoices)?.InvoiceID),
});
