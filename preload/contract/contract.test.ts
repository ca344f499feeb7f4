import { readFileSync } from 'node:fs';
import { oc } from '@orpc/contract';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { contract } from './index';
import { portMessage } from './port';
import { call, defineContract, permissions } from './meta';

describe('the contract', () => {
  it('does not compile with a call that declares no permission', () => {
    defineContract({ fine: call({ permission: 'host.read' }).output(z.string()) });
    // @ts-expect-error a call made without `call` has no permission
    defineContract({ bad: oc.output(z.string()) });
    // @ts-expect-error there is no such permission
    call({ permission: 'everything' });
    // @ts-expect-error a permission is needed
    call({});
  });

  it('names a known permission, an input and an output check in every call', () => {
    for (const [name, procedure] of walk(contract)) {
      expect(permissions, name).toContain(procedure['~orpc'].meta.permission);
      expect(procedure['~orpc'].outputSchema, `output of ${name}`).toBeDefined();
    }
  });

  it('takes a host without a port for one with the usual port of its kind', async () => {
    const { inputSchema } = contract.hosts.create['~orpc'];
    const portOf = async (kind: string, port?: number) => {
      const input = { kind, name: 'north', address: '10.0.0.1', username: 'flare', port };
      const read = await inputSchema?.['~standard'].validate(input);
      return read && 'value' in read ? read.value.port : null;
    };
    expect(await Promise.all([portOf('ssh'), portOf('docker-tls'), portOf('docker-tls', 2200)])).toEqual([
      22, 2376, 2200,
    ]);
  });

  it('is spoken by the preload under the same name', () => {
    const preload = readFileSync(new URL('../index.ts', import.meta.url), 'utf8');
    expect(preload).toContain(`const portMessage = '${portMessage}'`);
  });
});

type Procedure = { '~orpc': { meta: { permission: (typeof permissions)[number] }; outputSchema?: unknown } };

function* walk(tree: object, path: string[] = []): Generator<[string, Procedure]> {
  for (const [name, value] of Object.entries(tree)) {
    if ('~orpc' in value) yield [[...path, name].join('.'), value as Procedure];
    else yield* walk(value as object, [...path, name]);
  }
}
