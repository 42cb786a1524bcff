/** Tells redirect.ts, as JSON, which hosts to redirect and where to. */
export const redirectVariable = 'INTERLOCK_PROOF_REDIRECT';
