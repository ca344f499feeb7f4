import { expect, test } from 'vitest';
import { capacityWords } from './capacity-words';

const gpu = { index: 0, uuid: 'GPU-0', name: 'A100', totalBytes: null, usedBytes: null, busyPercent: null };

test('one host says what it has, several say which has the most', () => {
  const north = { hostName: 'north', cpus: 1, memoryBytes: 8e9, gpus: [gpu] };
  const south = { hostName: 'south', cpus: 16, memoryBytes: 4e9, gpus: [] };
  expect(capacityWords([])).toEqual({ cpus: undefined, memory: undefined, gpus: undefined });
  expect(capacityWords([north])).toEqual({
    ...{ cpus: 'north has 1 core.', memory: 'north has 8.0 GB.', gpus: 'north has 1 GPU.' },
  });
  expect(capacityWords([north, south])).toEqual({
    ...{ cpus: 'At most 16 cores, on south.', memory: 'At most 8.0 GB, on north.' },
    gpus: 'At most 1 GPU, on north.',
  });
  expect(capacityWords([south, { ...south, hostName: 'east' }]).gpus).toBe('No host has a GPU.');
});
