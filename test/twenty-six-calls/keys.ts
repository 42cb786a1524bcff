/** Nobody's keys, made once for a run. */
import { generateKeyPairSync } from 'node:crypto';

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
export const publicKey = rsa.publicKey;
export const privateKey = rsa.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
