/** What Xero takes for an invoice. https://developer.xero.com/documentation/api/accounting/invoices */
import { type Arrived, isJson } from './contract.ts';

export type Fields = Readonly<Record<string, unknown>>;

export function fieldsIn(body: string): Fields | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

/** Of a request with one invoice; what Xero does not know, it leaves out. `undefined`: there is none in it. */
export function invoiceIn(request: Arrived): Fields | undefined {
  const list = isJson(request) ? fieldsIn(request.body)?.Invoices : undefined;
  const one: unknown = Array.isArray(list) && list.length === 1 ? list[0] : undefined;
  if (typeof one !== 'object' || one === null) return undefined;
  return Object.fromEntries(Object.entries(one).filter(([name]) => known.includes(name)));
}

const known: readonly string[] = [
  'Type',
  'Status',
  'InvoiceNumber',
  'Contact',
  'Date',
  'DueDate',
  'CurrencyCode',
  'LineItems',
];

/** The words are Xero's, as people quote them. */
export function invoiceProblem({ Type, Contact, LineItems }: Fields): string | undefined {
  if (Type !== 'ACCREC' && Type !== 'ACCPAY') return 'Invoice type is not valid';
  const contact = typeof Contact === 'object' && Contact !== null ? { ...(Contact as Fields) } : {};
  if (!contact.Name && !contact.ContactID) return 'A Contact must be specified for this type of transaction';
  const { EmailAddress: email } = contact;
  if (email !== undefined && !/^[^@\s]+@[^@\s]+$/.test(String(email))) return 'Email address must be valid.';
  return Array.isArray(LineItems) && LineItems.length > 0
    ? undefined
    : 'One or more line items must be specified';
}
