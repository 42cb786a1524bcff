/** A certificate for this run: for the emulator, and for the third parties' names in front of their stand-ins. */
import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';

export interface Certificate {
  /** Who trusts it trusts it for its names and nothing else: it is no authority. */
  readonly certPem: string;
  readonly keyPem: string;
}

const dayMs = 86_400_000;

/** Self-signed for 127.0.0.1 and `names`, from a day ago to a day from now. https://www.rfc-editor.org/rfc/rfc5280 */
export function createCertificate(names: readonly string[], nowMs: number): Certificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const issuer = sequence(set(sequence(oid('550403'), der(0x0c, Buffer.from('interlock deploy proof')))));
  const alternatives = sequence(
    // iPAddress, and dNSName of each.
    der(0x87, Buffer.from([127, 0, 0, 1])),
    ...names.map((name) => der(0x82, Buffer.from(name))),
  );
  const isNoAuthority = sequence(oid('551d13'), der(0x04, sequence()));
  const hasNames = sequence(oid('551d11'), der(0x04, alternatives));
  const ecdsaWithSha256 = sequence(oid('2a8648ce3d040302'));
  const toBeSigned = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    // Positive and of fixed length.
    der(0x02, Buffer.concat([Buffer.from([0x01]), randomBytes(15)])),
    ecdsaWithSha256,
    issuer,
    sequence(time(nowMs - dayMs), time(nowMs + dayMs)),
    issuer,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(isNoAuthority, hasNames)),
  );
  const signature = sign('sha256', toBeSigned, privateKey);
  const certificate = sequence(
    toBeSigned,
    ecdsaWithSha256,
    der(0x03, Buffer.concat([Buffer.alloc(1), signature])),
  );
  return {
    certPem: pem('CERTIFICATE', certificate),
    keyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

const sequence = (...parts: readonly Buffer[]) => der(0x30, Buffer.concat(parts));
const set = (part: Buffer) => der(0x31, part);
const oid = (hex: string) => der(0x06, Buffer.from(hex, 'hex'));

/** UTCTime, `YYMMDDHHMMSSZ`. */
const time = (ms: number) => {
  const digits = new Date(ms).toISOString().replace(/\D/g, '').slice(2, 14);
  return der(0x17, Buffer.from(`${digits}Z`));
};

/** Tag, length, value. Lengths above 127 are written as so many bytes, and those. */
function der(tag: number, value: Buffer): Buffer {
  const { length } = value;
  if (length < 0x80) return Buffer.concat([Buffer.from([tag, length]), value]);
  const bytes = length < 0x1_00 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...bytes]), value]);
}

function pem(label: string, bytes: Buffer): string {
  const lines = bytes.toString('base64').match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}
