import { expect, test } from 'vitest';
import { servicePorts } from './service-ports';

const port = (change: object) => ({
  ...{ containerPort: 80, hostPort: null, address: '', protocol: 'tcp' },
  ...change,
});

test('a published port is asked for at the host, any other at the address of the container', () => {
  const ports = [
    port({ containerPort: 8080, hostPort: 32_000, address: '0.0.0.0' }),
    port({ containerPort: 8080, hostPort: 32_000, address: '::' }),
    port({ containerPort: 443, hostPort: 443, address: '10.0.0.7' }),
    port({}),
    port({ containerPort: 53, protocol: 'udp' }),
  ];
  const networks = [
    { name: 'none', address: '' },
    { name: 'bridge', address: '172.17.0.2' },
  ];
  expect(servicePorts(ports, networks)).toEqual([
    { containerPort: 80, address: '172.17.0.2', port: 80, published: false },
    { containerPort: 443, address: '10.0.0.7', port: 443, published: true },
    { containerPort: 8080, address: '127.0.0.1', port: 32_000, published: true },
  ]);
  expect(servicePorts([port({})], [])).toEqual([]);
});
