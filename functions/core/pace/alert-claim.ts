/** Time enough to publish; then another may, so that a supervisor that died in between leaves no incident unheard. */
export const alertClaimMs = 60_000;
