import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { noteOpened } from './fixtures/opened';
import { expect, test } from './fixtures/test';
import { forwardPort } from './pages/forwards';
import { addAgentHost } from './pages/machines';
import { title } from './pages/shell';
import { startKeyAgent } from './servers/key-agent';
import { needPeer, peers } from './servers/peers';
import { startSshd } from './servers/sshd';

test('a port of a host is opened here, survives a loss, and is closed again', async ({ launch, cli }) => {
  needPeer(peers.sshd());
  const server = http.createServer((_request, response) => response.end('from the host'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const sshd = await startSshd();
  const agent = await startKeyAgent(sshd.keyFile);
  try {
    await addAgentHost(cli, sshd);
    const app = await launch(agent.env);
    const { page } = app;
    await expect(title(page, 'Overview')).toBeVisible();
    const { line, link, address } = await forwardPort(page, port);
    expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
    const read = async () => (await fetch(address, { headers: { connection: 'close' } })).text();
    expect(await read()).toBe('from the host');
    await expect(line).toContainText('0 now, 1 in all');
    if (app.electron) {
      const opened = await noteOpened(app.electron);
      await link.click();
      expect(await opened()).toBe(address);
    } else {
      const [opened] = await Promise.all([page.context().waitForEvent('page'), link.click()]);
      await expect(opened.getByText('from the host')).toBeVisible();
      await opened.close();
    }
    await sshd.kill();
    await expect(line).toContainText('Lost, is tried again');
    await sshd.restart();
    await expect(line).toContainText('Open', { timeout: 30_000 });
    expect(await read()).toBe('from the host');
    await line.getByRole('button', { name: /^Close/ }).click();
    await expect(page.getByRole('heading', { name: 'No forwarded ports' })).toBeVisible();
    await expect(read()).rejects.toThrow();
    await app.close();
  } finally {
    server.closeAllConnections();
    server.close();
    await agent.end();
    await sshd.end();
  }
});
