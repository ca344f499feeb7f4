import { expect, test } from 'vitest';
import { removalText } from './container-words';

const plain = { name: 'web', state: 'exited', participant: null } as const;
const site = { name: 'kit-1', state: 'exited', participant: 'site-1' } as const;
const lost = 'A federation that runs would lose a participant.';

test('what goes with a container is said, and whether a federation would lose it', () => {
  expect(removalText([plain])).toBe(
    '"web": what was written inside, and the logs, will be gone. Images and named volumes stay.',
  );
  expect(removalText([plain, site])).toContain('Fedwright has deployed the kit of "site-1" there');
  expect(removalText([{ ...plain, state: 'running' }, site])).not.toContain(lost);
  const running = removalText([{ ...site, state: 'running' }]);
  expect(running).toContain('It runs and will be killed first.');
  expect(running).toContain(lost);
});
