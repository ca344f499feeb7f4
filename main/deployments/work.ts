import { z } from 'zod';
import { placeSchema } from '../../preload/contract/deployments';
import { deployMethods } from '../../preload/contract/kits';
import { AppError, conflict, toAppError } from '../errors';
import type { TaskContext } from '../tasks/service';
import { startAgain } from './goes-on';
import type { Deployed, DeployRequest, Ground, Grounds } from './ground';
import { readContent } from './kit-content';
import type { Parts } from './parts';
import { portOwner } from './server-ports';
import { checkBefore, expectOurs, isUp, isUpAlready, waitUntilUp } from './start';
import type { DeploymentRow } from './store';

export const kinds = {
  deploy: 'deployments.deploy',
  start: 'deployments.start',
  stop: 'deployments.stop',
  restart: 'deployments.restart',
  rollBack: 'deployments.rollBack',
  remove: 'deployments.remove',
} as const;

const deployInput = z.object({
  ...{ kitId: z.string(), place: placeSchema, ownStorage: z.boolean(), restart: z.boolean() },
  ...{ carryOver: z.array(z.string()).nullable(), evenDisabled: z.boolean() },
});
export type DeployInput = z.infer<typeof deployInput>;
const ofDeployment = z.object({ deploymentId: z.string() });
const startInput = ofDeployment.extend({ anyway: z.boolean() });
const rollBackInput = ofDeployment.extend({ previousId: z.string() });

/** Each place in its own way. */
export function groundOf(grounds: Grounds, { kind }: { kind: 'host' | 'container' }): Ground {
  return grounds[kind];
}

/** The long work: each is for one place, so that many at once have each their own result. */
export function defineWork(parts: Parts, grounds: Grounds, keepPorts: KeepPorts): void {
  const { rows, tasks, kits } = parts;
  const permission = 'deployments.manage' as const;

  /** Runs with what there is about a deployment, and has the pages look afterwards. */
  async function on(id: string, work: (row: DeploymentRow, ground: Ground) => Promise<unknown>) {
    const row = rows.need(id);
    try {
      return (await work(row, groundOf(grounds, row.place))) ?? null;
    } finally {
      parts.ring(row.hostId);
    }
  }

  tasks.define<DeployInput>({
    ...{ kind: kinds.deploy, permission, input: deployInput },
    async run({ kitId, evenDisabled, ...request }, task) {
      const leaving = kits.leave(kitId, evenDisabled);
      const ground = groundOf(grounds, request.place);
      const done = await ground.deploy({ ...request, leaving }, task);
      const row = keep(parts, { ...request, leaving }, done, task.startedBy);
      try {
        await tellUnkept(keepPorts(row), task);
        kits.recordHandover({ kitId, evenDisabled: true, ...handoverOf(row) }, task.startedBy);
        // With the checks of every start: it is another kit than the one that ran.
        if (done.wasRunning)
          await start(parts, ground, row, { anyway: false, from: 3, of: 6 }, task).catch(butInPlace);
      } finally {
        parts.ring(row.hostId);
      }
      return { deploymentId: row.id };
    },
  });
  tasks.define<z.infer<typeof startInput>>({
    ...{ kind: kinds.start, permission, input: startInput },
    run: ({ deploymentId, anyway }, task) =>
      on(deploymentId, (row, ground) => start(parts, ground, row, { anyway, from: 0, of: 3 }, task)),
  });
  tasks.define<z.infer<typeof ofDeployment>>({
    ...{ kind: kinds.stop, permission, input: ofDeployment },
    run: ({ deploymentId }, task) => on(deploymentId, (row, ground) => stop(ground, row, 1, task)),
  });
  tasks.define<z.infer<typeof startInput>>({
    ...{ kind: kinds.restart, permission, input: startInput },
    run: ({ deploymentId, anyway }, task) =>
      on(deploymentId, async (row, ground) => {
        // Before anything is stopped: it would stay so.
        if (!anyway) await expectOurs(ground, row, task.signal);
        await stop(ground, row, 4, task);
        await start(parts, ground, row, { anyway, from: 1, of: 4 }, task);
      }),
  });
  defineReturns(parts, on, keepPorts);
}

/** Of what was sent to where it ran, so that nobody sends it again. */
function butInPlace(error: unknown): never {
  if (!(error instanceof AppError) || error.data.reason !== 'checks') throw error;
  throw new AppError(error.code, `The kit is in place, but ${error.message}`, error.data, error);
}

/** Says in words why the ports are not kept; null when they are. */
type KeepPorts = (row: DeploymentRow) => Promise<string | null>;

/** The kit is in place by then: that its port could not be kept is worth a line, and no failure. */
async function tellUnkept(keeping: Promise<string | null>, task: TaskContext): Promise<void> {
  const unkept = await keeping.catch((error: unknown) => toAppError(error)?.message ?? String(error));
  if (unkept !== null) task.log(`Its port is not kept for it: ${unkept}`);
}

/** Those that a server of this kit listens on; as far as the kit is still here. */
async function portsOfKit(kits: Parts['kits'], kitId: string): Promise<number[]> {
  const leaving = kits.leave(kitId, true);
  return (await readContent(leaving, { storage: null, modeOf: kits.modeOf })).ports;
}

type On = (id: string, work: (row: DeploymentRow, ground: Ground) => Promise<unknown>) => Promise<unknown>;

/** What takes a kit away again. */
function defineReturns(parts: Parts, on: On, keepPorts: KeepPorts): void {
  const { rows, tasks, kits, ports } = parts;
  const permission = 'deployments.manage' as const;
  tasks.define<z.infer<typeof rollBackInput>>({
    ...{ kind: kinds.rollBack, permission, input: rollBackInput },
    run: ({ deploymentId, previousId }, task) =>
      on(deploymentId, async (row, ground) => {
        if (await ground.isOther(row, task.signal)) throw notOurs(row);
        const running = await isUp(ground, row, task.signal);
        const back = await putBack(ground, row, { previousId, running }, task);
        const known = back ? kits.find(back.kitId) : undefined;
        const its = known ? await portsOfKit(kits, known.id) : row.ports;
        const of = { fingerprint256: known?.fingerprint256 ?? '', ports: its };
        const now = { ...rows.need(row.id), ...(back ?? { kitId: '', runNumber: 0 }), ...of };
        rows.put({ ...now, deployedAt: Date.now() });
        await tellUnkept(keepPorts(now), task);
        if (running)
          await start(parts, ground, now, { anyway: false, from: 2, of: 5 }, task).catch(butInPlace);
      }),
  });
  tasks.define<z.infer<typeof ofDeployment>>({
    ...{ kind: kinds.remove, permission, input: ofDeployment },
    run: ({ deploymentId }, task) =>
      on(deploymentId, async (row, ground) => {
        if (await ground.isOther(row, task.signal)) throw notOurs(row);
        await stop(ground, row, 2, task);
        task.stage('Removing it', 1, 2);
        await ground.remove(row, task);
        rows.remove(row.id);
        ports.releaseAll(portOwner(row.id));
      }),
  });
}

const notOurs = ({ participant, hostName }: DeploymentRow) =>
  conflict(
    `Someone else has put another kit in the place of ${participant} on "${hostName}".`,
    'Nothing was changed. Take it off the list, or send your kit first if the place is yours.',
  );

/** What ran before goes on when that fails. */
async function putBack(
  ground: Ground,
  row: DeploymentRow,
  { previousId, running }: { previousId: string; running: boolean },
  task: TaskContext,
): ReturnType<Ground['rollBack']> {
  try {
    if (running) await stop(ground, row, 3, task);
    task.stage('Putting the kit of before back', 1, 3);
    return await ground.rollBack(row, previousId, task);
  } catch (error) {
    if (running) await startAgain((again) => ground.start(row, again), task);
    throw error;
  }
}

async function start(
  parts: Parts,
  ground: Ground,
  row: DeploymentRow,
  { anyway, from, of }: { anyway: boolean; from: number; of: number },
  task: TaskContext,
): Promise<void> {
  task.stage('Checking', from, of);
  // Its own port would be found taken.
  if (await isUpAlready(ground, row, task.signal)) return task.log('It runs already.');
  await checkBefore(parts, ground, row, anyway, task);
  task.stage('Starting', from + 1, of);
  await ground.start(row, task);
  task.stage(
    row.type === 'server' ? 'Waiting for the server' : 'Waiting until it is registered',
    from + 2,
    of,
  );
  await waitUntilUp(ground, row, task);
}

async function stop(ground: Ground, row: DeploymentRow, of: number, task: TaskContext): Promise<void> {
  task.stage('Stopping', 0, of);
  await ground.stop(row, task);
}

const handoverOf = ({ hostName, target, place }: DeploymentRow) => ({
  recipient: hostName,
  method: deployMethods[place.kind],
  note: target,
});

function keep({ rows, access }: Parts, request: DeployRequest, done: Deployed, by: string): DeploymentRow {
  const { kit } = request.leaving;
  const { projectId, projectName, participant, type, runNumber, fingerprint256 } = kit;
  const row: DeploymentRow = {
    ...{ id: done.id, hostId: done.place.hostId, hostName: access.need(done.place.hostId).name },
    ...{ target: done.target, place: done.place, ports: done.ports, ownStorage: request.ownStorage },
    ...{ projectId, projectName, participant, type, kitId: kit.id, runNumber, fingerprint256 },
    ...{ deployedAt: Date.now(), deployedBy: by, state: rows.find(done.id)?.state ?? null },
  };
  rows.put(row);
  return row;
}
