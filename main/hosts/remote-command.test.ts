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
  const script = 'process.stdout.write(JSON.stringify(process.argv.slice(1)))';
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 20 }), (words) => {
      const command = quoteCommand([process.execPath, '-e', script, '--', ...words]);
      const { stdout } = spawnSync('sh', ['-c', command], { encoding: 'utf8' });
      expect(JSON.parse(stdout)).toEqual(words);
    }),
    { numRuns: 25 },
  );
});

test('a NUL is refused', () => {
  expect(() => quoteWord('a\0b')).toThrow('NUL');
});
