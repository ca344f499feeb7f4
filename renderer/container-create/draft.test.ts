import { expect, test } from 'vitest';
import { type Draft, emptyDraft, stillWrong, toSpec } from './draft';

const draftOf = (change: Partial<Draft>): Draft => ({ ...emptyDraft, image: 'busybox', ...change });

test('what is typed becomes what is asked for', () => {
  const { spec } = toSpec(
    draftOf({
      ...{
        command: 'sh\n-c\necho "a b"\n',
        cpus: '1,5',
        memoryMb: '64',
        gpus: 'devices',
        gpuChoice: '0, GPU-1',
      },
      environment: [
        { name: 'A', kind: 'plain', value: '' },
        { name: 'B', kind: 'secret', value: 'login' },
      ],
      ports: [
        { containerPort: '80', protocol: 'tcp', hostPorts: '8080', loopback: false },
        { containerPort: '53', protocol: 'udp', hostPorts: ' 8000 – 8100', loopback: true },
      ],
    }),
  );
  expect(spec).toMatchObject({
    ...{ command: ['sh', '-c', 'echo "a b"'], entrypoint: null, cpus: 1.5, memoryBytes: 64e6 },
    gpus: { kind: 'devices', ids: ['0', 'GPU-1'] },
    environment: [
      { name: 'A', value: '', secret: null },
      { name: 'B', value: null, secret: 'login' },
    ],
    ports: [
      { containerPort: 80, from: 8080, to: 8080, address: '0.0.0.0' },
      { containerPort: 53, from: 8000, to: 8100, address: '127.0.0.1', protocol: 'udp' },
    ],
  });
});

test.each<[Partial<Draft>, string]>([
  [{ image: ' ' }, 'image'],
  [{ name: 'a' }, 'name'],
  [{ cpus: 'many' }, 'cpus'],
  [{ memoryMb: '1' }, 'memoryMb'],
  [{ gpus: 'count', gpuChoice: '' }, 'gpuChoice'],
  [{ gpus: 'devices', gpuChoice: '' }, 'gpuChoice'],
  [{ environment: [{ name: 'A=B', kind: 'plain', value: '' }] }, 'environment.0.name'],
  [{ environment: [{ name: 'A', kind: 'secret', value: '' }] }, 'environment.0.value'],
  [{ mounts: [{ kind: 'bind', source: '', target: '/x', readOnly: false }] }, 'mounts.0.source'],
  [{ mounts: [{ kind: 'bind', source: '/x', target: 'x', readOnly: false }] }, 'mounts.0.target'],
  [{ labels: [{ name: '', value: '' }] }, 'labels.0.name'],
  [
    { ports: [{ containerPort: '', protocol: 'tcp', hostPorts: '80', loopback: false }] },
    'ports.0.containerPort',
  ],
  [
    { ports: [{ containerPort: '80', protocol: 'tcp', hostPorts: '99999', loopback: false }] },
    'ports.0.hostPorts',
  ],
  [
    { ports: [{ containerPort: '80', protocol: 'tcp', hostPorts: '90-80', loopback: false }] },
    'ports.0.hostPorts',
  ],
])('%j is wrong at %s', (change, field) => {
  expect(Object.keys(toSpec(draftOf(change)).faults ?? {})).toEqual([field]);
});

test('what was found wrong is told until it is put right, and nothing that is only being typed', () => {
  const wrong = draftOf({ image: '', name: '?', ports: [] });
  const before = toSpec(wrong).faults ?? {};
  expect(Object.keys(before).toSorted()).toEqual(['image', 'name']);
  expect(Object.keys(stillWrong(before, { ...wrong, name: 'site' }))).toEqual(['image']);
  const port = { containerPort: '', protocol: 'tcp', hostPorts: '', loopback: false } as const;
  expect(Object.keys(stillWrong(before, { ...wrong, ports: [port] })).toSorted()).toEqual(['image', 'name']);
  expect(stillWrong({}, wrong)).toEqual({});
});
