import { describe, expect, it } from 'vitest';
import { missingCommands } from './named-commands.ts';
import { readmeText } from './readme-text.ts';

describe('the README', () => {
  it('stays under 200 lines', () => {
    expect(readmeText.split('\n').length).toBeLessThan(200);
  });

  it('names only commands that exist', async () => {
    expect([...readmeText.matchAll(/npm run interlock -- /g)].length).toBeGreaterThan(5);
    expect(await missingCommands(readmeText)).toEqual([]);
  });
});
