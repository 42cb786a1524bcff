import { describe, expect, it } from 'vitest';
import { OptionsError, readOptions } from './options.ts';

describe('the options of the deploy proof', () => {
  it('mean the emulator unless a real account is named', () => {
    expect(readOptions([], undefined)).toEqual({ account: 'emulator', plan: 'few' });
    expect(readOptions(['--account', 'emulator'], 'real')).toEqual({ account: 'emulator', plan: 'few' });
    expect(readOptions(['--many'], undefined)).toEqual({ account: 'emulator', plan: 'many' });
  });

  it('take a real account from the flag or the environment, confirmed by its id', () => {
    const real = { account: 'real', id: '123456789012' };
    expect(readOptions(['--account', 'real', '--confirm', '123456789012'], undefined)).toEqual(real);
    expect(readOptions(['--confirm', '123456789012'], 'real')).toEqual(real);
  });

  it.each([
    [['--account', 'real'], undefined, 'has to be confirmed by its twelve digits'],
    [[], 'real', 'has to be confirmed by its twelve digits'],
    [['--account', 'real', '--confirm', 'yes'], undefined, 'has to be confirmed by its twelve digits'],
    [['--confirm', '123456789012'], undefined, '--confirm goes with --account real'],
    [
      ['--many', '--account', 'real', '--confirm', '123456789012'],
      undefined,
      '--many goes with the emulator',
    ],
    [['--account', 'mine'], undefined, 'there is no account "mine"'],
    [['--acount', 'real'], undefined, "Unknown option '--acount'"],
  ])('refuse %j with INTERLOCK_DEPLOY_PROOF=%s', (args, mode, problem) => {
    expect(() => readOptions(args, mode)).toThrow(OptionsError);
    expect(() => readOptions(args, mode)).toThrow(problem);
  });

  it('ask for nothing but help', () => {
    expect(readOptions(['--help'], 'real')).toBeUndefined();
  });
});
