import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect, createServer } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { createCertificate } from './certificate.ts';

const nowMs = Date.UTC(2026, 10, 24, 12);

describe('the certificate of a run', () => {
  it('is for this machine and the names, for two days, and no authority', () => {
    const certificate = new X509Certificate(createCertificate(['api.example.com'], nowMs).certPem);
    expect(certificate.subjectAltName).toBe('IP Address:127.0.0.1, DNS:api.example.com');
    expect(certificate.validFrom).toBe('Nov 23 12:00:00 2026 GMT');
    expect(certificate.validTo).toBe('Nov 25 12:00:00 2026 GMT');
    expect(certificate.ca).toBe(false);
    expect(certificate.verify(certificate.publicKey)).toBe(true);
  });

  it('has another key and another number in every run', () => {
    const [one, other] = [1, 2].map(() => new X509Certificate(createCertificate([], nowMs).certPem));
    expect(one?.serialNumber).not.toBe(other?.serialNumber);
    expect(one?.publicKey.equals(other?.publicKey as never)).toBe(false);
  });

  it('is long enough for more names than a length of one byte holds', () => {
    const names = Array.from({ length: 30 }, (_, at) => `host-${at}.example.com`);
    const { certPem } = createCertificate(names, nowMs);
    expect(new X509Certificate(certPem).checkHost('host-29.example.com')).toBe('host-29.example.com');
  });

  it('is trusted for its names by who trusts it, and for no other', async () => {
    const { certPem, keyPem } = createCertificate(['api.example.com'], Date.now());
    const server = createServer({ cert: certPem, key: keyPem }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const greet = async (servername: string) => {
      const socket = connect({ port, host: '127.0.0.1', servername, ca: certPem });
      const outcome = await once(socket, 'secureConnect').then(
        () => 'trusted',
        ({ code }) => code,
      );
      socket.destroy();
      return outcome;
    };
    expect(await greet('api.example.com')).toBe('trusted');
    expect(await greet('api.example.org')).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
    server.close();
  });
});
