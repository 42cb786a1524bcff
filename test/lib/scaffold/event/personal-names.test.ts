import { describe, expect, it } from 'vitest';
import { looksPersonal } from '../../../../lib/scaffold/event/personal-names.ts';

describe('a field looks personal', () => {
  it.each(
    `email eMail e-mail e_mail E_MAIL emailAddress contact_email customerEmail emails EMailAddress
    phone phoneNumber phone_number mobilePhone telephone tel faxNumber workPhone mobileNo
    name firstName first_name firstname FirstName lastName surname familyName fullName customerName contact_name
    recipient.name customer.fullName name.first displayName
    address billingAddress shipping_address address1 addressLine1 address_line_2 line1 street streetAddress houseNumber
    postalCode postal_code postcode zip zipCode homeAddress address.lines[] address.number customers[].address.zip
    birthday birthDate date_of_birth dateOfBirth dob birth.year placeOfBirth
    iban IBAN bankIban accountNumber passportNumber ssn taxId vat_id nationalId
    ip ipAddress IPAddress ip_address clientIp clientIP remoteIp visitor.ip items[].recipientEmail contacts.*.phone`.split(
      /\s+/,
    ),
  )('by its name %s', (path) => {
    expect(looksPersonal([path])).toEqual([path]);
  });

  it.each(
    `id customerId orderId amount currency description status city country address.country address.city region zone
    company companyName productName product.name items[].name plan.name fileName hostName eventName categoryName
    emailVerified emailCount phoneVerifiedAt addressId shipment shipmentId tip equipment recipe zipped createdAt locale
    description marketingConsent membership ipRange nameless landline1Count`.split(/\s+/),
  )('but not by %s', (path) => {
    expect(looksPersonal([path])).toEqual([]);
  });
});
