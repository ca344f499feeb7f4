import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Dockerd, startDockerd, testImage } from '../../e2e/servers/dockerd';
import { type Sshd, startSshd } from '../../e2e/servers/sshd';
import { isRunning, openShell } from '../containers/shell';
import { createEngines } from '../docker/engines';
import { addTrusted, openMachines } from '../hosts/test-machines';
import { createContainerTargets } from './container-target';
import { createTerminals, type Terminals } from './service';

const missing = !existsSync('/usr/sbin/dockerd') && process.env['FEDWRIGHT_REQUIRE_PEERS'] !== '1';

describe.skipIf(missing)('terminals in containers of a real engine, through SSH', () => {
  let dockerd: Dockerd;
  let sshd: Sshd;
  let machines: Awaited<ReturnType<typeof openMachines>>;
  let targets: ReturnType<typeof createContainerTargets>;
  let terminals: Terminals;
  let hostId: string;
  beforeAll(async () => {
    [dockerd, sshd, machines] = await Promise.all([startDockerd(), startSshd(), openMachines()]);
    const engines = createEngines(machines.hosts.access);
    targets = createContainerTargets({
      openShell: (options) => openShell(engines, options),
      isRunning: (ref) => isRunning(engines, ref),
    });
    const host = () => {
      throw new Error('none is opened here');
    };
    terminals = createTerminals({ targets: { host, container: targets.target }, pageGoneMs: 60_000 });
    hostId = (await addTrusted(machines, sshd, { dockerSocket: dockerd.socket })).id;
  }, 90_000);
  afterEach(() => {
    dockerd.docker('rm', '-f', ...dockerd.docker('ps', '-aq').split('\n').filter(Boolean));
  });
  afterAll(async () => {
    terminals?.dispose();
    await targets?.settled();
    machines?.close();
    await sshd?.end();
    await dockerd?.end();
  });

  const runContainer = () =>
    dockerd.docker('run', '-d', '--init=false', '--network', 'none', testImage, 'sleep', '6000');
  const running = (args: string) =>
    spawnSync('ps', ['-eo', 'args'], { encoding: 'utf8' }).stdout.split('\n').includes(args);

  /** A page that reads and acknowledges everything. */
  async function openPage(containerId: string, user = '') {
    const target = { kind: 'container', hostId, containerId, shell: 'auto', user } as const;
    const { terminalId } = await terminals.open({ target, cols: 91, rows: 33 });
    const page = { text: '', bytes: 0, hash: createHash('sha256'), states: [] as string[] };
    const read = async () => {
      for await (const event of terminals.output({ terminalId, from: 0, marks: 0 })) {
        if (event.type === 'state') page.states.push(`${event.state} ${event.exitCode ?? ''}`.trim());
        else {
          const bytes = Buffer.from(event.bytes);
          page.bytes += bytes.length;
          page.text = (page.text + bytes.toString('utf8')).slice(-4000);
          page.hash.update(bytes);
          terminals.acknowledge(terminalId, page.bytes);
        }
      }
    };
    void read();
    const type = (text: string) => terminals.write(terminalId, text);
    const sees = (text: RegExp) => vi.waitFor(() => expect(page.text).toMatch(text), { timeout: 15_000 });
    return { terminalId, page, type, sees };
  }

  test('what is typed is answered, as whom and in which size one likes; its end is told', async () => {
    const { terminalId, page, type, sees } = await openPage(runContainer(), '1234:5678');
    type("stty size; id -u; id -g; printf 'Z\\303\\274rich\\n'; echo $TERM\n");
    await sees(/33 91\r\n1234\r\n5678\r\nZürich\r\nxterm-256color/);
    terminals.resize(terminalId, { cols: 101, rows: 34 });
    await vi.waitFor(async () => {
      type('stty size\n');
      await vi.waitFor(() => expect(page.text).toContain('34 101'), { timeout: 500 });
    });
    type('exit 7\n');
    await vi.waitFor(() => expect(page.states).toEqual(['open', 'exited 7']));
    terminals.close(terminalId);
  });

  test('20 MB arrive byte for byte', async () => {
    const { page, type, sees, terminalId } = await openPage(runContainer());
    const size = 20_000_000;
    type(
      `exec sh -c 'stty raw -echo; echo n""ow; read go; yes 0123456789abcdef | head -c ${size}; exec cat >/dev/null'\n`,
    );
    await sees(/now\n$/);
    const before = page.bytes;
    page.hash = createHash('sha256');
    type('go\n');
    await vi.waitFor(() => expect(page.bytes - before).toBe(size), { timeout: 25_000 });
    const expected = Buffer.alloc(size, '0123456789abcdef\n');
    expect(page.hash.digest('hex')).toBe(createHash('sha256').update(expected).digest('hex'));
    terminals.close(terminalId);
  });

  test('what runs in it ends with it, and nothing else does', async () => {
    const id = runContainer();
    const [closed, other] = [await openPage(id), await openPage(id)];
    closed.type('sleep 5711 & sleep 5712\n');
    other.type('sleep 5713\n');
    const all = () => [5711, 5712, 5713].map((seconds) => running(`sleep ${seconds}`));
    await vi.waitFor(() => expect(all()).toEqual([true, true, true]), { timeout: 10_000 });
    terminals.close(closed.terminalId);
    await vi.waitFor(() => expect(all()).toEqual([false, false, true]), { timeout: 10_000 });
    terminals.close(other.terminalId);
    await targets.settled();
    await vi.waitFor(() => expect(all()).toEqual([false, false, false]), { timeout: 10_000 });
    expect(dockerd.docker('inspect', '-f', '{{.State.Running}}', id)).toBe('true');
  });

  test('after a restart of its container, and a loss of the host, a new shell is there', async () => {
    const id = runContainer();
    const { page, type, sees, terminalId } = await openPage(id);
    dockerd.docker('restart', '-t', '0', id);
    await vi.waitFor(() => expect(page.states).toEqual(['open', 'lost', 'open']), { timeout: 20_000 });
    type('echo af$((1+1))ter\n');
    await sees(/af2ter/);
    type('sleep 5721\n');
    await vi.waitFor(() => expect(running('sleep 5721')).toBe(true));
    await sshd.kill();
    await vi.waitFor(() => expect(page.states.at(-1)).toBe('lost'), { timeout: 10_000 });
    await sshd.restart();
    await vi.waitFor(() => expect(page.states.at(-1)).toBe('open'), { timeout: 20_000 });
    // The one before it is not left behind.
    await vi.waitFor(() => expect(running('sleep 5721')).toBe(false), { timeout: 10_000 });
    terminals.close(terminalId);
  });

  test('a container that does not run gives none, and says so', async () => {
    const id = dockerd.docker('create', testImage, 'sleep', '1');
    await expect(openPage(id)).rejects.toMatchObject({ code: 'CONFLICT' });
  });
});
