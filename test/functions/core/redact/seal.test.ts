import fc from 'fast-check';
import { expect, test } from 'vitest';
import { seal, unseal } from '../../../../functions/core/redact/seal.ts';

const text = fc.string({ unit: 'grapheme' });

test('what was sealed is opened by its message, and the same each time', () => {
  fc.assert(
    fc.property(text, text, (kept, message) => {
      expect(unseal(seal(kept, message), message)).toBe(kept);
      expect(seal(kept, message)).toBe(seal(kept, message));
    }),
  );
});

test('no other message opens it, and nothing of it can be read', () => {
  const sealed = seal('email=ada@example.com', '{"id":"1"}');
  expect(unseal(sealed, '{"id":"1"} ')).toBeUndefined();
  expect(Buffer.from(sealed, 'base64').toString('latin1')).not.toContain('ada');
});

test('what was changed or is no seal is not opened', () => {
  fc.assert(
    fc.property(text, fc.string(), (message, noise) => {
      expect(unseal(noise, message)).toBeUndefined();
    }),
  );
  const bytes = Buffer.from(seal('kept', 'message'), 'base64');
  for (let at = 0; at < bytes.length; at += 1) {
    const changed = Buffer.from(bytes);
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect(unseal(changed.toString('base64'), 'message')).toBeUndefined();
  }
});
