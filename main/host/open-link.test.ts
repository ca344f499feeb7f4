import { expect, test } from 'vitest';
import { type App, createApp } from '../app';
import { createFakePlatform } from '../platform/fake/platform';
import { createRouterClient } from '@orpc/server';
import type { Client } from '../../preload/contract';
import type { Shell } from '../platform/ports';

/** A platform whose person agrees to what is asked. */
async function openApp(shell: Shell | null): Promise<{ app: App; client: Client }> {
  const app = await createApp(createFakePlatform({ shell }));
  const client: Client = createRouterClient(app.router, {
    context: () => app.contextFor({ door: 'window', dragOut: null }),
  });
  return { app, client };
}

test('only addresses of the web are put to the person', async () => {
  const asked: string[] = [];
  const { app, client } = await openApp({
    openFolder: async () => undefined,
    openLink: async ({ href }) => asked.push(href) > 0,
  });
  for (const address of ['file:///etc/passwd', 'javascript:alert(1)', 'smb://host/share', 'no address', ''])
    await expect(client.host.openLink({ address })).rejects.toMatchObject({ code: 'INVALID' });
  expect(await client.host.openLink({ address: 'HTTPS://Example.org/a b' })).toEqual({ opened: true });
  expect(asked).toEqual(['https://example.org/a%20b']);
  await app.dispose();
});

test('without a window to ask in, it says where the link leads', async () => {
  const { app, client } = await openApp(null);
  await expect(client.host.openLink({ address: 'http://example.org/' })).rejects.toMatchObject({
    code: 'UNAVAILABLE',
    data: { hint: 'It leads to http://example.org/.' },
  });
  await app.dispose();
});
