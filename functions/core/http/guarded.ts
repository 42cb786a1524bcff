/** Declarations are pure, but they read what a stranger sent: one that throws has read nothing. */
export function guarded<T>(read: () => T | undefined): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
