import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { argvOf } from './words';

const fixed = ['printf', String.raw`%s\0`];

/** Any path that a file system can have, much of it what a shell, `xargs` or a decoder would stumble over. */
const path = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...["'", '"', '$(id)', '`id`', '\n', ' ', '-rf', '{}', '@path@', '..', '*', '\\', ';', '\t'],
      ),
      fc
        .uint8Array({ minLength: 1, maxLength: 4 })
        .map((bytes) => Buffer.from(bytes.map((byte) => byte || 1))),
    ),
    { minLength: 1, maxLength: 12 },
  )
  .map((parts) => Buffer.concat([Buffer.from('/'), ...parts.map((part) => Buffer.from(part))]));

/** What a program sees as its words. */
function seen({ argv, input }: ReturnType<typeof argvOf>): Buffer[] {
  const [program = '', ...args] = argv;
  const { stdout, status } = spawnSync(program, args, { input: input ?? '' });
  expect(status).toBe(0);
  const words: Buffer[] = [];
  for (let from = 0, at = stdout.indexOf(0); at >= 0; from = at + 1, at = stdout.indexOf(0, from))
    words.push(stdout.subarray(from, at));
  return words;
}

test('a program sees exactly the paths that were meant, and no shell sees them', () => {
  fc.assert(
    fc.property(fc.array(path, { minLength: 1, maxLength: 5 }), (paths) => {
      const made = argvOf(fixed, paths);
      expect(seen(made)).toEqual(paths);
      expect(made.argv).not.toContain('sh');
      // Either a word of ours, or a path by itself: nothing is put together.
      const own = new Set(['xargs', '-0', ...fixed, ...paths.map(String)]);
      expect(made.argv.filter((word) => !own.has(word))).toEqual([]);
    }),
    { numRuns: 150 },
  );
});

test('words may follow a path, also those that look like the place of one', () => {
  fc.assert(
    fc.property(path, (one) => {
      const after = ['-exec', 'stat', '{}', '+'];
      expect(seen(argvOf(fixed, [one], after)).map(String)).toEqual([one, ...after].map(String));
    }),
    { numRuns: 100 },
  );
});

test.each([Buffer.from('relative'), Buffer.from('-rf'), Buffer.from('/a\0b'), Buffer.alloc(0)])(
  '%j is no path of a container',
  (wrong) => expect(() => argvOf(['rm'], [wrong])).toThrow('absolute'),
);
