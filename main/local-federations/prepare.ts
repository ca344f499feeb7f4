import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { KitSummary } from '../../preload/contract/kits';
import { AppError, conflict, notFound } from '../errors';
import { tightenTree } from '../files/tree';
import type { NvflareRuntime } from '../nvflare/nvflare-runtime';
import type { createFreePorts } from './free-port';
import { giveOwnStorage } from './own-storage';
import type { Plan } from './plan';
import type { LocalParts } from './ports';
import { trialProject } from './trial-project';

interface Preparation {
  plan: Plan;
  runtime: NvflareRuntime;
  /** The directory of the federation; `kits` in it is made here. */
  directory: string;
  projectId: string;
  sites: ReadonlySet<string>;
  ports: ReturnType<typeof createFreePorts>;
  signal: AbortSignal;
  onLine: (line: string) => void;
}

/** The kits of a federation in clear, ready to be run. */
export interface Prepared {
  port: number;
  participants: { name: string; type: KitSummary['type']; kit: string }[];
}

/**
 * Puts the kits of a federation into its directory, in clear, each with storage of its own.
 * @throws AppError why that is not possible; the signal's reason
 */
export async function prepareKits(parts: LocalParts, about: Preparation): Promise<Prepared> {
  const { directory, plan, sites } = about;
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  rmSync(path.join(directory, 'kits'), { recursive: true, force: true });
  const current = parts.kits.current(about.projectId);
  const wanted = current.filter(({ type, participant }) => type === 'server' || sites.has(participant));
  const { port, kits } =
    plan.kits === 'project' ? await takeKits(parts, about, wanted) : await makeKits(parts, about, wanted);
  for (const { kit } of kits) {
    giveOwnStorage(kit);
    await tightenTree(kit);
  }
  return { port, participants: kits };
}

async function takeKits(parts: LocalParts, { directory, plan, signal }: Preparation, wanted: KitSummary[]) {
  if (plan.port === null) throw new Error('a plan without a port');
  const folder = path.join(directory, 'kits');
  mkdirSync(folder, { mode: 0o700 });
  const opened = wanted.map(({ id }) => parts.kits.open(id));
  const folders = await parts.kits.copy(folder, opened, signal);
  const kits = wanted.map(({ participant: name, type }, index) => ({
    name,
    type,
    kit: folders[index] ?? '',
  }));
  return { port: plan.port, kits };
}

/** The real `nvflare provision`, on a copy of the project that lives on this machine alone. */
async function makeKits(parts: LocalParts, about: Preparation, wanted: KitSummary[]) {
  const { directory, runtime, ports, signal, onLine } = about;
  const [server] = wanted;
  if (!server) throw notFound('The kit of the server');
  const port = await ports.take();
  const relays = new Map<string, number>();
  for (const { type, participant } of wanted)
    if (type === 'relay') relays.set(participant, await ports.take());
  const work = path.join(directory, 'work');
  rmSync(work, { recursive: true, force: true });
  mkdirSync(path.join(work, 'ws'), { recursive: true, mode: 0o700 });
  try {
    const projectFile = path.join(work, 'project.yml');
    const names = new Set(wanted.map(({ participant }) => participant));
    const text = trialProject(parts.readProject(parts.kits.document(server.runId)), names, {
      server: port,
      relays,
    });
    writeFileSync(projectFile, text, { mode: 0o600 });
    const { prodDirectory } = await parts.nvflare.provision(runtime, {
      ...{ projectFile, workspace: path.join(work, 'ws'), signal, onLine },
      newKeys: wanted.length + 1,
      onProgress: () => undefined,
    });
    renameSync(prodDirectory, path.join(directory, 'kits'));
  } finally {
    // The key of its CA is in there, and nothing is signed with it any more.
    rmSync(work, { recursive: true, force: true });
  }
  const kits = wanted.map(({ participant: name, type }) => ({
    ...{ name, type, kit: path.join(directory, 'kits', name.slice(0, 64)) },
  }));
  return { port, kits };
}

/** @throws AppError UNAVAILABLE, CONFLICT: why this cannot be started */
export function assertStartable({ obstacle, participants }: Plan, sites: string[]): void {
  if (obstacle) throw new AppError('UNAVAILABLE', obstacle.message, { hint: obstacle.hint });
  const known = new Set(participants.map(({ name }) => name));
  const stranger = sites.find((name) => !known.has(name));
  if (stranger !== undefined)
    throw conflict(
      `"${stranger}" has no current kit in this project.`,
      'Look at the list of participants again.',
    );
}
