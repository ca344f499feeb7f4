import { expect, test } from 'vitest';
import { cleanPaste } from './ask-paste';

test('what is pasted has no keys in it, and stays the text that it is', () => {
  const text = 'one\ttab\r\nZürich 東京 🧪 é';
  expect(cleanPaste(text)).toBe(text);
  expect(cleanPaste('ls\u001b[201~\rrm -rf x\u0003\u009b201~\u007f')).toBe('ls[201~\rrm -rf x201~');
});
