import { describe, expect, test } from 'vitest';
import { writeReceipt } from './receipt-page';
import { readFingerprint } from './receipts';

const digits = 'AB'.repeat(32);
const pairs = digits.match(/../g) ?? [];

describe('a fingerprint that was read back', () => {
  test.each([
    [pairs.join(':')],
    [pairs.join(' ').toLowerCase()],
    [digits],
    [`sha256 Fingerprint=${pairs.join(':')}\n`],
    [`SHA256: ${digits}`],
    [`SHA-256 :${pairs.join('-')}`],
  ])('is taken as %s', (text) => {
    expect(readFingerprint(text)).toBe(digits);
  });
});

test('a receipt page says what was typed, and runs none of it', () => {
  const script = '<script>alert("1")</script>';
  const handover = {
    ...{ id: 'h', kitId: 'k', participant: 'site-1', recipient: script, method: 'In person', note: script },
    ...{ fingerprint256: pairs.join(':'), at: 0, recordedBy: "O'Hara", projectName: 'a & b' },
    receipt: { confirmedBy: script, channel: 'Telephone', words: script, at: 0, recordedBy: 'Tester' },
  };
  const kit = { runNumber: 1, type: 'client', org: 'alpha', notAfter: 0 } as const;
  const page = writeReceipt(handover, { ...kit, certificateFile: 'startup/client.crt' });
  expect(page).not.toContain('<script');
  expect(page).toContain('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;');
  expect(page).toContain('a &amp; b');
  expect(page).toContain('O&#39;Hara');
});
