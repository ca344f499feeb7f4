import { expect, test } from 'vitest';
import { containerSpecSchema, type CreateCheck } from '../../preload/contract/container-create';
import { type Candidate, choosePlace } from './placement';

const spec = containerSpecSchema.parse({ image: 'site:1' });
const failed = (about: CreateCheck['about'], message: string): CreateCheck => ({
  ...{ state: 'failed', about, message, hint: '', port: null },
});
const host = (name: string, freeBytes: number, ...checks: CreateCheck[]): Candidate => ({
  ...{ hostId: name, name },
  answer: {
    offers: { images: [], volumes: [], networks: [], names: [], cpus: 4, memoryBytes: 16e9 },
    health: { memory: { totalBytes: 16e9, availableBytes: freeBytes }, load: 1, gpus: [] },
    checks,
  },
});
const reasons = (candidates: Candidate[], name: string) =>
  choosePlace(spec, candidates)
    .hosts.find(({ hostId }) => hostId === name)
    ?.reasons.join(' ');

test('a host that the container cannot be made on is not chosen while another would do', () => {
  const taken = failed('port', 'Port 8080 is taken.');
  const all = [host('big', 12e9, taken), host('small', 2e9), host('smaller', 1e9)];
  expect(choosePlace(spec, all)).toMatchObject({
    chosen: 'small',
    hosts: [{ fits: false }, { fits: true }, { fits: true }],
  });
  expect(reasons(all, 'big')).toBe('Port 8080 is taken.');
  expect(reasons(all, 'small')).toContain('It fits best: 2.0 GB of memory are free');
  expect(reasons(all, 'smaller')).toContain('"small" has more to give.');
});

test('where something is in the way everywhere, one is chosen where it can be made good', () => {
  const [path, image] = [failed('mount', 'There is no "/data" on the host.'), failed('image', 'No image.')];
  const all = [
    host('two', 12e9, path, image),
    host('one', 2e9, image),
    host('narrow', 14e9, failed('memory', 'It has too little memory.')),
    { hostId: 'dead', name: 'dead', answer: { error: new Error('gone') } },
  ];
  expect(choosePlace(spec, all)).toMatchObject({ chosen: 'one' });
  expect(choosePlace(spec, all).hosts.map(({ fits }) => fits)).toEqual([false, false, false, false]);
  expect(reasons(all, 'one')).toMatch(/^It has the room \(.*\), but something is in the way: No image\.$/);
  expect(choosePlace(spec, all.slice(2)).chosen).toBeNull();
});
