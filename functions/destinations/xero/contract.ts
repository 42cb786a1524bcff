import { declareContract, probed } from '../../core/declare/contract.ts';
import { path } from '../../core/declare/http-message.ts';
import { createInvoice, type Invoice } from './create-invoice.ts';
import { apiVersion, xero } from './index.ts';

const invoices = `/api.xro/${apiVersion.value}/Invoices`;

const example: Invoice = {
  InvoiceNumber: 'pay_48213',
  Contact: { Name: 'Ada Lovelace', EmailAddress: 'ada.lovelace@example.com' },
  Date: '2026-11-27',
  DueDate: '2026-12-11',
  CurrencyCode: 'GBP',
  LineItems: [{ Description: 'Analytical Engine', Quantity: 1, UnitAmount: 19.99, AccountCode: '200' }],
};

/** How Xero is probed. It makes invoices and voids them; that an organisation is a demo company no secret tells. */
export const xeroContract = declareContract({
  destination: xero,
  maps: [],
  operations: [
    probed<Invoice>({
      operation: createInvoice,
      paths: { request: invoices },
      examples: [example, { ...example, Contact: { Name: 'Ada Lovelace' } }],
      distinct: (invoice, token) => ({ ...invoice, InvoiceNumber: `interlock-probe-${token}` }),
      withoutRequired: ({ Contact: _, ...invoice }) => withInvoice(invoice),
      withUnknown: (invoice) => withInvoice({ ...invoice, InterlockUnknown: 'x' }),
      remove: (id) => ({
        method: 'POST',
        path: `${invoices}${path`/${id}`}`,
        body: { encoding: 'json', value: { Status: 'VOIDED' } },
      }),
    }),
  ],
});

const withInvoice = (invoice: object) => ({
  ...createInvoice.request(example),
  body: {
    encoding: 'json' as const,
    value: { Invoices: [{ Type: 'ACCREC', Status: 'AUTHORISED', ...invoice }] },
  },
});
