/** What a Professional account may send in a day. https://developers.hubspot.com/docs/developer-tooling/platform/usage-guidelines */
const requestsPerDay = 650_000;
const dayMs = 24 * 60 * 60 * 1_000;

export interface HubspotDay {
  readonly count: () => void;
  /** https://developers.hubspot.com/docs/developer-tooling/platform/usage-guidelines: told to private apps only. */
  readonly headers: () => Readonly<Record<string, string>>;
}

/** Counts what was served since midnight. It tells of the limit, and never refuses: no local environment gets there. */
export function createHubspotDay(now: () => number): HubspotDay {
  let [day, served] = [0, 0];
  const turn = () => {
    const today = Math.floor(now() / dayMs);
    if (today !== day) [day, served] = [today, 0];
  };
  return {
    count: () => {
      turn();
      served += 1;
    },
    headers: () => {
      turn();
      return {
        'x-hubspot-ratelimit-daily': `${requestsPerDay}`,
        'x-hubspot-ratelimit-daily-remaining': `${Math.max(0, requestsPerDay - served)}`,
      };
    },
  };
}
