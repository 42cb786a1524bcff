import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { addReadmeIntegration } from '../docs/readme-integration.ts';
import { repository } from './command-lines.ts';

/** What is deployed and what operates it. */
const copied = ['bin', 'lib', 'functions', 'contracts', 'cdk.json', 'package.json'];

/** A copy of the repository in which somebody has added an integration as the README says. Remove it after use. */
export function copyWithAddedIntegration(): string {
  const copy = copyOfRepository();
  addReadmeIntegration(copy);
  return copy;
}

/** A copy in which somebody has said that the environments stand, as the README says. Remove it after use. */
export function establishedCopy(): string {
  const copy = copyOfRepository();
  const path = join(copy, 'lib', 'environments.ts');
  const text = readFileSync(path, 'utf8');
  writeFileSync(path, text.replaceAll('established: false', 'established: true'));
  return copy;
}

function copyOfRepository(): string {
  // Inside of the repository, so that packages resolve as they do for whoever works in it.
  mkdirSync(join(repository, '.interlock'), { recursive: true });
  const copy = mkdtempSync(join(repository, '.interlock', 'deploy-proof-'));
  for (const name of copied) {
    if (existsSync(join(repository, name)))
      cpSync(join(repository, name), join(copy, name), { recursive: true });
  }
  writeFileSync(join(copy, lockFile), lockFor(copy));
  return copy;
}

const lockFile = 'package-lock.json';

/** The lock file as it holds for the copy, whose packages lie where those of the repository are. */
function lockFor(copy: string): string {
  const lock = JSON.parse(readFileSync(join(repository, lockFile), 'utf8'));
  const up = relative(copy, repository).replaceAll('\\', '/');
  const packages = Object.entries(lock.packages).map(([path, entry]) => [path && `${up}/${path}`, entry]);
  return JSON.stringify({ ...lock, packages: Object.fromEntries(packages) });
}
