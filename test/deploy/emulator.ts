/** MiniStack on 127.0.0.1: TLS, signatures and IAM enforced, functions as processes of this machine's Node. */
import { mkdir, writeFile } from 'node:fs/promises';
import { Agent, get } from 'node:https';
import { createServer } from 'node:net';
import { delimiter, dirname, join } from 'node:path';
import type { Certificate } from './certificate.ts';
import { eventually } from './eventually.ts';
import { type OutsideWorld, outsideHosts } from './outside-world.ts';
import type { Processes, Surroundings } from './processes.ts';
import { redirectVariable } from './redirect-variable.ts';

export interface Emulator {
  readonly endpoint: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly certPath: string;
  /** What it printed: for whoever has to find out why something failed. */
  readonly output: () => string;
}

export interface EmulatorOptions {
  readonly dir: string;
  readonly python: string;
  readonly processes: Processes;
  readonly env: Surroundings['env'];
  readonly certificate: Certificate;
  readonly outside: OutsideWorld;
  readonly secretAccessKey: string;
  readonly signal: AbortSignal;
}

/** A second on an idle machine. */
const startingMs = 30_000;

/** Before the code of every function; each says why. */
const preloaded = ['redirect.ts', 'lines-before-answer.ts'];

/** An access key of twelve digits is the root user of that account. */
const accountId = '000000000000';

export async function startEmulator(options: EmulatorOptions): Promise<Emulator> {
  const { dir, certificate, outside, secretAccessKey } = options;
  const [certPath, keyPath, scratch] = [join(dir, 'cert.pem'), join(dir, 'key.pem'), join(dir, 'emulator')];
  await mkdir(scratch);
  await writeFile(certPath, certificate.certPem);
  await writeFile(keyPath, certificate.keyPem, { mode: 0o600 });
  const port = await freePort();
  const env = {
    ...options.env,
    // The first `node` that it finds runs the functions: this one, which is that of Lambda.
    PATH: [dirname(process.execPath), options.env.PATH].join(delimiter),
    TMPDIR: scratch,
    GATEWAY_PORT: String(port),
    MINISTACK_HOST: '127.0.0.1',
    AUTH: 'true',
    USE_SSL: '1',
    MINISTACK_SSL_CERT: certPath,
    MINISTACK_SSL_KEY: keyPath,
    AWS_ACCESS_KEY_ID: accountId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    LAMBDA_EXECUTOR: 'local',
    IOT_MTLS_ENABLED: '0',
    // For the functions; Python takes no notice.
    NODE_EXTRA_CA_CERTS: certPath,
    NODE_OPTIONS: preloaded.map((name) => `--import ${new URL(name, import.meta.url)}`).join(' '),
    [redirectVariable]: JSON.stringify({ hosts: outsideHosts, ports: outside.ports }),
  };
  // Not its own command, which opens port 443 beside the one that it is told.
  const serve = ['-m', 'hypercorn', 'ministack.app:app', '--bind', `127.0.0.1:${port}`];
  const running = options.processes.start(
    options.python,
    [...serve, '--certfile', certPath, '--keyfile', keyPath],
    { cwd: scratch, env },
  );
  const endpoint = `https://127.0.0.1:${port}`;
  const agent = new Agent({ ca: certificate.certPem });
  await Promise.race([
    running.ended,
    eventually(
      'the emulator answers, and enforces IAM',
      async () => {
        const { auth } = JSON.parse(await fetchText(`${endpoint}/_ministack/health`, agent));
        if (auth !== 'enabled') throw new Error(`IAM is ${auth}`);
      },
      { patienceMs: startingMs, signal: options.signal },
    ),
  ]);
  return {
    endpoint,
    credentials: { accessKeyId: accountId, secretAccessKey },
    certPath,
    output: running.output,
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('there is no free port');
  return address.port;
}

const fetchText = (url: string, agent: Agent) =>
  new Promise<string>((resolve, reject) => {
    get(url, { agent }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      response.once('end', () => resolve(text));
    }).once('error', reject);
  });
