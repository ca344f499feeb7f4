import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { run } from '../process/run';
import { placeScript, readPlaceFacts } from '../preflight/place-facts';
import { parseListeners, readListeners } from './listeners';

test('with the names of programs, as ss tells them', () => {
  const text = `format=ss
udp   UNCONN 0      0      127.0.0.53%lo:53     0.0.0.0:*
tcp   LISTEN 0      4096         0.0.0.0:8080   0.0.0.0:* users:(("docker-proxy",pid=12115,fd=4),("x",pid=1,fd=1))
tcp   LISTEN 0      128                *:22           *:* users:(("my \\"odd\\" one",pid=3,fd=4))
tcp   LISTEN 0      128           [::1]:631        [::]:*
Cannot open netlink socket: Protocol not supported
`;
  expect(parseListeners(text)).toEqual([
    { port: 53, protocol: 'udp', address: '127.0.0.53', program: null },
    { port: 8080, protocol: 'tcp', address: '0.0.0.0', program: 'docker-proxy' },
    { port: 22, protocol: 'tcp', address: '::', program: String.raw`my \"odd\" one` },
    { port: 631, protocol: 'tcp', address: '::1', program: null },
  ]);
});

test('as the kernel lists its sockets, where no tool is there', () => {
  const text = `format=proc
tcp   sl  local_address rem_address   st tx_queue rx_queue
tcp    0: 0100007F:0050 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1 1
tcp    1: 0100007F:1F90 0100007F:9C40 01 00000000:00000000 00:00000000 00000000     0        0 2 1
tcp6    0: 00000000000000000000000001000000:0277 00000000000000000000000000000000:0000 0A 0:0 00:0 0 0 0 3 1
tcp6    1: 00000000000000000000000000000000:1F91 00000000000000000000000000000000:0000 0A 0:0 00:0 0 0 0 4 1
tcp6    2: 0000000000000000FFFF00000100007F:1F92 00000000000000000000000000000000:0000 0A 0:0 00:0 0 0 0 4 1
tcp6    3: B80D0120000000000000000001000000:1F93 00000000000000000000000000000000:0000 0A 0:0 00:0 0 0 0 4 1
udp    0: 00000000:0035 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 5 2
`;
  expect(parseListeners(text).map((each) => `${each.protocol} ${each.address} ${each.port}`)).toEqual([
    'tcp 127.0.0.1 80',
    'tcp ::1 631',
    'tcp :: 8081',
    'tcp 127.0.0.1 8082',
    'tcp 2001:db8::1 8083',
    'udp 0.0.0.0 53',
  ]);
});

test('as lsof tells them, each socket once', () => {
  const text = `format=lsof
p501
cControlCe
f8
PTCP
n*:7000
f9
PTCP
n*:7000
f10
PTCP
n[::1]:5000
p77
cmDNS
f3
PUDP
n*:5353
f4
PUDP
n10.0.0.2:5000->10.0.0.3:53
f5
PUDP
n*:*
`;
  expect(parseListeners(text)).toEqual([
    { port: 7000, protocol: 'tcp', address: '::', program: 'ControlCe' },
    { port: 5000, protocol: 'tcp', address: '::1', program: 'ControlCe' },
    { port: 5353, protocol: 'udp', address: '::', program: 'mDNS' },
  ]);
});

test.skipIf(!existsSync('/proc/net/tcp'))('a tool that fails is no word that nothing listens', async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'fw-tools-'));
  const server = net.createServer();
  try {
    for (const name of ['ss', 'lsof']) {
      writeFileSync(path.join(folder, name), '#!/bin/sh\nexit 1\n');
      chmodSync(path.join(folder, name), 0o755);
    }
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as net.AddressInfo;
    const env = { ...process.env, PATH: `${folder}:${process.env['PATH']}` };
    const exec = async (_hostId: string, [program = '', ...words]: readonly string[]) => {
      const { exitCode, stdout } = await run(program, words, { env });
      const bytes = Buffer.from(stdout.join('\n'));
      return { code: exitCode, signal: null, stdout: bytes, stderr: Buffer.alloc(0), cut: false };
    };
    const found = await readListeners(exec, 'here');
    expect(found).toContainEqual({ port, protocol: 'tcp', address: '127.0.0.1', program: null });
    const { stdout } = await exec('here', ['sh', '-c', placeScript, 'sh', '/', '', String(port)]);
    const now = Date.now();
    expect(readPlaceFacts(stdout.toString(), { from: now, to: now }).listeners).toHaveLength(1);
  } finally {
    server.close();
    rmSync(folder, { recursive: true });
  }
});
