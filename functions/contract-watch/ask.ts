/** What the contract watch is asked to do: the body of the messages in its queue. */
export const checkAsk = { ask: 'check' } as const;

/** Nobody whom the stack lets send to the queue sends anything else. */
export function isCheckAsk(body: string): boolean {
  try {
    return JSON.stringify(JSON.parse(body)) === JSON.stringify(checkAsk);
  } catch {
    return false;
  }
}
