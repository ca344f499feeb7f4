import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { z } from 'zod';
import { openHouse, projectText, python } from '../provisioning/test-house';
import { restart } from './test-crash';
import { keepUp } from './test-keeper';

const cleanUps: (() => unknown)[] = [];
afterAll(async () => {
  for (const cleanUp of cleanUps.reverse()) await cleanUp();
});

test.skipIf(!python)(
  'a backup made during work does not take away, when it is restored, what came of that work',
  async () => {
    const house = await openHouse();
    cleanUps.push(() => rmSync(house.data, { recursive: true, force: true }));
    const defineKeyWork = (tasks: typeof house.tasks, work: () => Promise<void>, gone: () => void) =>
      tasks.define({
        kind: 'test.key',
        permission: 'distributed.request',
        input: z.object({}),
        run: async () => {
          await work();
          return {};
        },
        interrupted: gone,
      });
    const key = path.join(house.layout.distributed, 'requests', 'one', 'key');
    let finish = () => {};
    const released = new Promise<void>((resolve) => (finish = resolve));
    const makeKey = async () => {
      await released;
      mkdirSync(key, { recursive: true, mode: 0o700 });
      writeFileSync(path.join(key, 'site-1.key'), 'the only copy', { mode: 0o600 });
    };
    defineKeyWork(house.tasks, makeKey, () => undefined);
    const projectId = house.addProject(projectText());
    const keeping = house.tasks.start({ kind: 'test.key', title: 'k', input: {}, startedBy: 'Tester' });
    const { runId, taskId } = await house.provisioning.start(projectId, 'Tester');
    await expect
      .poll(() => house.provisioning.runs({ projectId, limit: 1 })[0]?.state, { interval: 5 })
      .toBe('running');
    const keeper = keepUp(house);
    const backupId = await keeper.made();
    finish();
    for (const id of [taskId, keeping.id]) expect((await house.tasks.wait(id)).state).toBe('succeeded');
    expect((await keeper.staged({ backupId })).error).toBeNull();
    await house.close({ keep: true });

    await restart(house.data);
    const opened = await openHouse({ data: house.data });
    cleanUps.push(() => opened.close({ keep: true }));
    const discard = () => rmSync(key, { recursive: true, force: true });
    defineKeyWork(opened.tasks, async () => undefined, discard);
    opened.tasks.recover();
    opened.provisioning.sweep();
    expect(opened.provisioning.runs({ projectId, limit: 5 })).toEqual([]);
    expect(existsSync(path.join(opened.layout.run(projectId, runId).state, 'cert.json'))).toBe(true);
    expect(existsSync(path.join(key, 'site-1.key'))).toBe(true);
    // Both are there to be judged.
    const { items } = await keepUp(opened).cleanPlan({ keepRuns: 3, logDays: 30 });
    const unknown = items.filter(({ kind }) => kind === 'unknown').map(({ id }) => id);
    expect(unknown).toEqual([`unknown:${projectId}/${runId}`, 'unknown:distributed/requests/one']);
  },
  60_000,
);
