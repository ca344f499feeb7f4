import {
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { processesIn } from '../../e2e/servers/processes';
import { type Sshd, startSshd } from '../../e2e/servers/sshd';
import type { DeploymentState } from '../../preload/contract/deployments';
import { onHost, openFederation, python } from './test-federation';

function killIn(folder: string): void {
  for (const { pid } of processesIn(folder)) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended by itself since.
    }
  }
}

const missing = python === '' || !existsSync('/usr/sbin/sshd');

describe.skipIf(missing)('what others do by hand on a host', () => {
  let far: string;
  let sshd: Sshd;
  let house: Awaited<ReturnType<typeof openFederation>>;
  let hostId: string;
  beforeAll(async () => {
    far = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'fw-by-hand-')));
    sshd = await startSshd();
    house = await openFederation(['site-1']);
    hostId = await house.addHost(sshd, 'north');
  }, 60_000);
  afterAll(async () => {
    await house?.close();
    await sshd?.end();
    // What a test that failed has left.
    killIn(far);
    rmSync(far, { recursive: true, force: true, maxRetries: 5 });
  });

  /** Sends the kit to a folder and starts it, a server, which is up soon. */
  async function run(name: string): Promise<{ id: string; folder: string; own: string }> {
    const folder = path.join(far, name);
    const { id: kitId } = await house.kitOf('server1');
    const sent = await house.client.deployments.deploy({ items: [{ kitId, place: onHost(hostId, folder) }] });
    await house.finish(sent);
    const row = (await house.client.deployments.list()).find(
      ({ place }) => place.kind === 'host' && place.directory === folder,
    );
    const id = row?.id ?? '';
    await start(id);
    return { id, folder, own: path.join(far, `.${name}.fedwright`) };
  }
  const start = async (id: string) =>
    house.finish(await house.client.deployments.start({ deploymentIds: [id], anyway: true }));
  const stop = async (id: string) =>
    house.finish(await house.client.deployments.stop({ deploymentIds: [id] }));
  const remove = async (id: string) =>
    house.finish(await house.client.deployments.remove({ deploymentIds: [id] }));

  /** As it is seen when it fits. */
  async function seen(id: string, fits: (state: DeploymentState) => boolean): Promise<DeploymentState> {
    const watch = new AbortController();
    for await (const { states } of await house.client.deployments.watch(undefined, {
      signal: watch.signal,
    })) {
      const state = states.find(({ deploymentId }) => deploymentId === id)?.state;
      if (!state || !fits(state)) continue;
      watch.abort();
      return state;
    }
    throw new Error('it was never so');
  }
  const alive = (pid: number) => existsSync(`/proc/${pid}`);
  const inPhase = (id: string, phase: DeploymentState['phase']) => seen(id, (state) => state.phase === phase);

  test('the folder is removed under what runs: its processes are seen, and can be ended', async () => {
    const { id, folder, own } = await run('removed');
    rmSync(folder, { recursive: true, maxRetries: 5 });
    expect(await inPhase(id, 'stray')).toMatchObject({ noteOf: 'words', kitThere: 'none' });
    rmSync(own, { recursive: true, maxRetries: 5 });
    const { note } = await seen(id, (state) => state.phase === 'stray' && state.pid === null);
    expect(note).toContain('Its folder was removed');
    expect(processesIn(far)).not.toEqual([]);
    await expect(house.client.deployments.forget({ deploymentId: id })).rejects.toMatchObject({
      code: 'CONFLICT',
    });

    // The kit comes again only when what runs is to be ended for it.
    const { id: kitId } = await house.kitOf('server1');
    const item = { kitId, place: onHost(hostId, folder) };
    const [preview] = await house.client.deployments.preview({ items: [item] });
    expect(preview?.plan).toMatchObject({ running: true, replaces: 'nothing' });

    expect(await stop(id)).toMatchObject([{ state: 'succeeded' }]);
    expect(processesIn(far)).toEqual([]);
    expect(await inPhase(id, 'missing')).toMatchObject({ pid: null });
    expect(await remove(id)).toMatchObject([{ state: 'succeeded' }]);
  }, 120_000);

  test('what watched over it is ended: its processes are seen, and it is started again', async () => {
    const { id, folder, own } = await run('unwatched');
    const [supervisor = ''] = readFileSync(path.join(own, 'run', 'pid'), 'utf8').split(' ');
    process.kill(Number(supervisor), 'SIGKILL');
    const { note } = await inPhase(id, 'stray');
    expect(note).toContain('What watched over it was ended');
    // A stop ends it first, too; one that was cut off minutes ago is none.
    const stopping = path.join(own, 'run', 'stopping');
    writeFileSync(stopping, '');
    await inPhase(id, 'stopped');
    const minutesAgo = Date.now() / 1000 - 300;
    utimesSync(stopping, minutesAgo, minutesAgo);
    await inPhase(id, 'stray');
    expect(await stop(id)).toMatchObject([{ state: 'succeeded' }]);
    expect(processesIn(far)).toEqual([]);
    await inPhase(id, 'stopped');
    expect(await start(id)).toMatchObject([{ state: 'succeeded' }]);
    expect(await remove(id)).toMatchObject([{ state: 'succeeded' }]);
    expect(existsSync(folder)).toBe(false);
  }, 120_000);

  test('another Fedwright puts its kit there: it is told, and neither started nor removed by mistake', async () => {
    const { id, folder, own } = await run('shared');
    await stop(id);
    writeFileSync(path.join(own, 'deployed'), 'kit-of-another 7 1732850000000\n');
    const { note, noteOf } = await seen(id, ({ kitThere }) => kitThere === 'other');
    expect({ note, noteOf }).toEqual({ note: 'Someone else has put another kit there.', noteOf: 'words' });
    const began = await house.client.deployments.start({ deploymentIds: [id] });
    const [refused] = await house.finish(began);
    const message = expect.stringContaining('someone else has put another kit there');
    expect(refused).toMatchObject({ state: 'failed', error: { message, data: { reason: 'checks' } } });
    const [kept] = await remove(id);
    expect(kept).toMatchObject({ state: 'failed', error: { code: 'CONFLICT' } });

    // It runs for them: it is not stopped for a start that is refused, and taken off the list it runs on.
    expect(await start(id)).toMatchObject([{ state: 'succeeded' }]);
    const before = processesIn(folder).map(({ pid }) => pid);
    const restart = await house.client.deployments.restart({ deploymentIds: [id] });
    expect(await house.finish(restart)).toMatchObject([{ state: 'failed', error: { message } }]);
    expect(before.length > 0 && before.every((pid) => alive(pid))).toBe(true);
    await inPhase(id, 'ready');
    await house.client.deployments.forget({ deploymentId: id });
    expect(existsSync(path.join(folder, 'startup'))).toBe(true);
    expect(alive(before[0] ?? 0)).toBe(true);
    killIn(folder);
  }, 120_000);

  test('a kit that came without being noted is told, and is no stranger', async () => {
    const { id, own } = await run('unnoted');
    await house.provision();
    const { id: newer } = await house.kitOf('server1');
    writeFileSync(path.join(own, 'deployed'), `${newer} 2 1732850000000\n`);
    const { kitThere } = await seen(id, ({ note }) => note.startsWith('The kit of run 2 is there'));
    expect(kitThere).toBe('sent');
    expect(await stop(id)).toMatchObject([{ state: 'succeeded' }]);
    expect(await remove(id)).toMatchObject([{ state: 'succeeded' }]);
  }, 120_000);

  test('a kit from elsewhere is put back, and can be started and removed', async () => {
    const first = await run('first');
    await stop(first.id);
    const folder = path.join(far, 'foreign');
    cpSync(first.folder, folder, { recursive: true });
    const { id } = await run('foreign');
    const rollBack = { deploymentId: id, previousId: '1' };
    const { taskId } = await house.client.deployments.rollBack(rollBack);
    expect(await house.finish([{ id, taskId, error: null }])).toMatchObject([{ state: 'succeeded' }]);
    expect((await inPhase(id, 'ready')).kitThere).toBe('sent');
    expect(await stop(id)).toMatchObject([{ state: 'succeeded' }]);
    expect(await remove(id)).toMatchObject([{ state: 'succeeded' }]);
    expect(existsSync(folder)).toBe(false);
  }, 120_000);
});
