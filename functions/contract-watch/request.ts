/** The one request that the contract watch takes: the body of the messages in its queue. */
export const checkRequest = { ask: 'check' } as const;

/** `false` for a message that no sender that the stack allows would send. */
export function isCheckRequest(body: string): boolean {
  try {
    return JSON.stringify(JSON.parse(body)) === JSON.stringify(checkRequest);
  } catch {
    return false;
  }
}
