import { rmSync } from 'node:fs';
import path from 'node:path';
import { createRouterClient } from '@orpc/server';
import { afterEach, expect, test } from 'vitest';
import type { Client } from '../../preload/contract';
import { type App, createApp } from '../app';
import { createFakePlatform } from '../platform/fake/platform';
import type { Shell } from '../platform/ports';

let end = async () => {};
afterEach(() => end());

async function openApp(shell: Shell | null): Promise<Client> {
  const platform = createFakePlatform({ shell });
  const app: App = await createApp(platform);
  end = async () => {
    await app.dispose();
    rmSync(path.dirname(platform.paths.data), { recursive: true, force: true });
  };
  return createRouterClient(app.router, {
    context: () => app.contextFor({ door: 'window', dragOut: null }),
  });
}

test('only addresses of the web are put to the person', async () => {
  const asked: string[] = [];
  const client = await openApp({
    openFolder: async () => undefined,
    openLink: async ({ href }) => asked.push(href) > 0,
  });
  for (const address of ['file:///etc/passwd', 'javascript:alert(1)', 'smb://host/share', 'no address', ''])
    await expect(client.host.openLink({ address })).rejects.toMatchObject({ code: 'INVALID' });
  expect(await client.host.openLink({ address: 'HTTPS://Example.org/a b' })).toEqual({ opened: true });
  expect(asked).toEqual(['https://example.org/a%20b']);
});

test('without a window to ask in, it says where the link leads', async () => {
  const client = await openApp(null);
  await expect(client.host.openLink({ address: 'http://example.org/' })).rejects.toMatchObject({
    code: 'UNAVAILABLE',
    data: { hint: 'It leads to http://example.org/.' },
  });
});
