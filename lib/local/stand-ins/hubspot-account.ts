/** https://developers.hubspot.com/docs/api-reference/account-account-info-v3/account-information/get-account-info-v3-details */
export const account = {
  portalId: 1_234_567,
  accountType: 'SANDBOX',
  timeZone: 'Europe/Berlin',
  companyCurrency: 'EUR',
  additionalCurrencies: [],
  utcOffset: '+01:00',
  utcOffsetMilliseconds: 3_600_000,
  uiDomain: 'app-eu1.hubspot.com',
  dataHostingLocation: 'eu1',
};
