import { appendFileSync, existsSync, readdirSync, renameSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { testPython } from '../../e2e/servers/nvflare';
import type { Machine } from './interpreter';
import { platformHere } from './targets';
import { bareMachine, createFolder, createTestRuntime, createTestSettings } from './test-bench';

const python = testPython() ?? '';
const itWithPeer = it.skipIf(!python || process.platform === 'win32');
const platform = platformHere(process.platform) ?? 'linux-x64';

/** Every way to a network leads to a port where nobody answers. */
function cutOff(folder: string): Machine {
  const nobody = 'http://127.0.0.1:9';
  const machine = bareMachine(folder, [path.dirname(python)]);
  const proxies = Object.fromEntries(
    ['http_proxy', 'https_proxy', 'HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY'].map((name) => [name, nobody]),
  );
  const { PIP_FIND_LINKS: _links, ...env } = machine.env;
  return { ...machine, env: { ...env, ...proxies, PIP_INDEX_URL: `${nobody}/simple`, no_proxy: '' } };
}

itWithPeer(
  'a folder that was prepared here installs without a network, and says what it lacks',
  { timeout: 900_000 },
  async () => {
    using place = createFolder();
    const carried = path.join(place.folder, 'carried');
    {
      const machine = bareMachine(place.folder, [path.dirname(python)]);
      await using online = await createTestRuntime(path.join(place.folder, 'online'), machine);
      const version =
        /^\d+\.\d+/.exec((await online.runtime.status()).chosen?.pythonVersion ?? '')?.[0] ?? '';
      const request = { folder: carried, platform, python: version, startedBy: 'a test' };
      const task = await online.tasks.wait(online.runtime.prepareFolder(request).taskId);
      expect(task).toMatchObject({ state: 'succeeded', result: { version: '2.8.1', platform } });
    }
    const data = path.join(place.folder, 'offline');
    const settings = createTestSettings({ nvflareVersion: '2.9.0' });
    await using offline = await createTestRuntime(data, cutOff(place.folder), settings);
    const check = () => offline.runtime.checkFolder(carried, null);
    expect(await check()).toMatchObject({ version: '2.8.1', complete: true, carriesPython: false });

    const wheels = path.join(carried, 'wheels');
    const find = (name: string) => readdirSync(wheels).find((file) => file.startsWith(name)) ?? '';
    const [numpy, yaml] = [find('numpy-'), find('pyyaml-')];
    renameSync(path.join(wheels, numpy), path.join(place.folder, numpy));
    renameSync(path.join(wheels, yaml), path.join(place.folder, yaml));
    const lacking = await check();
    expect(lacking.complete).toBe(false);
    expect(lacking.missing).toEqual([
      expect.stringMatching(/^numpy \d/),
      expect.stringMatching(/^pyyaml \d/),
    ]);
    const install = async () => {
      const { taskId } = await offline.runtime.install({ folder: carried, startedBy: 'a test' });
      return offline.tasks.wait(taskId);
    };
    const refused = await install();
    expect(refused.error).toMatchObject({ code: 'INVALID' });
    expect(refused.error?.data.details).toMatch(/^Missing: numpy [\d.]+, pyyaml [\d.]+$/);
    expect(existsSync(path.join(data, 'runtime', 'nvflare-2.8.1'))).toBe(false);

    for (const name of [numpy, yaml]) renameSync(path.join(place.folder, name), path.join(wheels, name));
    const idna = path.join(wheels, find('idna-'));
    renameSync(idna, `${idna}.away`);
    expect((await check()).missing).toEqual([expect.stringMatching(/^idna /)]);
    renameSync(`${idna}.away`, idna);
    expect((await install()).state).toBe('succeeded');
    expect((await offline.runtime.status()).chosen).toMatchObject({ source: 'own', nvflareVersion: '2.8.1' });

    appendFileSync(path.join(wheels, numpy), 'x');
    expect((await check()).damaged).toEqual([numpy]);
  },
);
