import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
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
  '\\\\',
  String.raw`\'; id; #`,
  String.raw`a\nb\'`,
  '',
  ' ',
  '!!',
  '~',
];

const required = process.env['FEDWRIGHT_REQUIRE_PEERS'] === '1';

describe.each(['sh', 'fish'])('%s', (shell) => {
  // One that is missing gives no output, and an error.
  const missing = spawnSync(shell, ['-c', 'true']).error !== undefined && !required;

  test.skipIf(missing).each(hostile)('sees %j as the one word that it is', (word) => {
    const { stdout } = spawnSync(shell, ['-c', `printf %s ${quoteWord(word)}`], { encoding: 'utf8' });
    expect(stdout).toBe(word);
  });

  test.skipIf(missing)('any words reach a program through it as they are', () => {
    // More of what has a meaning than chance would give.
    const character = fc.oneof(fc.constantFrom("'", '\\', '"', '$', '\n'), fc.string({ unit: 'grapheme' }));
    const word = fc
      .array(character)
      .map((parts) => parts.join(''))
      .filter((text) => !text.includes('\0'));
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 20 }), (words) => {
        const command = quoteCommand(['printf', String.raw`%s\0`, ...words]);
        const { stdout } = spawnSync(shell, ['-c', command], { encoding: 'utf8' });
        expect(stdout.split('\0').slice(0, -1)).toEqual(words);
      }),
      { numRuns: 100 },
    );
  });
});

test('a NUL is refused', () => {
  expect(() => quoteWord('a\0b')).toThrow('NUL');
});
