import { cpSync, existsSync, mkdirSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { addReadmeIntegration } from '../docs/readme-integration.ts';
import { repository } from './command-lines.ts';

/** What is deployed and what operates it. */
const copied = ['bin', 'lib', 'functions', 'contracts', 'cdk.json', 'package.json'];

/** A copy of the repository in which somebody has added an integration as the README says. Remove it after use. */
export function copyWithAddedIntegration(): string {
  // Inside of the repository, so that packages resolve as they do for whoever works in it.
  mkdirSync(join(repository, '.interlock'), { recursive: true });
  const copy = mkdtempSync(join(repository, '.interlock', 'deploy-proof-'));
  for (const name of copied) {
    if (existsSync(join(repository, name)))
      cpSync(join(repository, name), join(copy, name), { recursive: true });
  }
  addReadmeIntegration(copy);
  return copy;
}
