import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { quoteCommand, quoteWord } from './remote-command';

const hostile = [
  "it's",
  '$(touch /x)',
  '`id`',
  'a\nb',
  '"; rm -rf ~',
  '../..',
  '-rf',
  '*',
  '\\',
  '',
  ' ',
  '!!',
  '~',
];

test.each(hostile)('a shell sees %j as the one word that it is', (word) => {
  const { stdout } = spawnSync('sh', ['-c', `printf %s ${quoteWord(word)}`], { encoding: 'utf8' });
  expect(stdout).toBe(word);
});

test('any words reach a program through a shell as they are', () => {
  const word = fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\0'));
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 20 }), (words) => {
      const command = quoteCommand(['printf', String.raw`%s\0`, ...words]);
      const { stdout } = spawnSync('sh', ['-c', command], { encoding: 'utf8' });
      expect(stdout.split('\0').slice(0, -1)).toEqual(words);
    }),
    { numRuns: 100 },
  );
});

test('a NUL is refused', () => {
  expect(() => quoteWord('a\0b')).toThrow('NUL');
});
