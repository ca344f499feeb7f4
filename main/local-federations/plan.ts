import { lookup } from 'node:dns/promises';
import { setTimeout as delay } from 'node:timers/promises';
import os from 'node:os';
import type { KitSummary } from '../../preload/contract/kits';
import type { LocalPlan } from '../../preload/contract/local-federations';
import { isPortFree } from './free-port';
import type { LocalParts } from './ports';

/** What an idle server or site takes (seen with 2.8.1: 83 MB), with room for a small job. */
const memoryEachBytes = 100 * 2 ** 20;
const lookupMs = 3000;

export interface Plan extends LocalPlan {
  host: string;
  /** Of the project's own kits; null when others are to be made. */
  port: number | null;
}

/** What it would be to run a project here: with its own kits where they lead to this machine, else with others. */
export async function planFor(parts: LocalParts, projectId: string): Promise<Plan> {
  const kits = parts.kits.current(projectId);
  const participants = kits
    .filter(({ type }) => type !== 'admin')
    .map(({ participant, type }) => ({ name: participant, type }));
  const memory = { memoryEachBytes, freeMemoryBytes: os.freemem() };
  const obstacle = await findObstacle(parts, projectId, kits);
  if (obstacle) return { kits: 'own', reason: '', participants, ...memory, obstacle, host: '', port: null };
  return { ...(await chooseKits(parts, kits)), participants, ...memory, obstacle: null };
}

async function findObstacle(
  { nvflare }: LocalParts,
  projectId: string,
  kits: KitSummary[],
): Promise<LocalPlan['obstacle']> {
  if (process.platform === 'win32')
    return {
      message: 'Startup kits cannot run on Windows: their start scripts are for Linux and macOS.',
      hint: 'Run Fedwright in the Linux of WSL (fedwright serve), or put the kits on a host.',
    };
  if (!kits.some(({ type }) => type === 'server'))
    return { message: 'This project has no current kit of a server.', hint: 'Provision it first.' };
  const runtime = await nvflare.require(projectId).catch((error: unknown) => error);
  if (!(runtime instanceof Error)) return null;
  const hint = 'data' in runtime ? (runtime.data as { hint?: string }).hint : undefined;
  return { message: runtime.message, hint: hint ?? 'Install NVFlare in Settings.' };
}

async function chooseKits(
  parts: LocalParts,
  kits: KitSummary[],
): Promise<Pick<Plan, 'kits' | 'reason' | 'host' | 'port'>> {
  const own = (why: string) => ({
    ...{ kits: 'own' as const, host: 'localhost', port: null },
    reason: `${why} Temporary kits with their own CA are made for this trial and removed afterwards.`,
  });
  const site = kits.find(({ type }) => type === 'client' || type === 'relay');
  if (!site) return own('No site has a kit that says where the server is.');
  const lead = await parts.endpointOf(parts.kits.open(site.id)).catch(() => null);
  if (!lead) return own('The kits could not be read.');
  const where = `${lead.host}:${lead.port}`;
  if (!(await leadsHere(lead.host)))
    return own(`The project's kits connect to ${where}, which is not this machine.`);
  if (kits.some(({ type }) => type === 'relay'))
    return own('The project has relays, whose addresses lead elsewhere.');
  if (!(await isPortFree(lead.port)))
    return own(`The project's kits connect to ${where}, and that port is taken.`);
  return {
    ...{ kits: 'project', host: lead.host, port: lead.port },
    reason: `The project's kits connect to ${where}, which is this machine: they run as they are.`,
  };
}

/** Whether a name leads to this machine. One that cannot be looked up in time does not. */
async function leadsHere(host: string): Promise<boolean> {
  const own = Object.values(os.networkInterfaces()).flatMap((all) => (all ?? []).map((one) => one.address));
  const late = delay(lookupMs, null, { ref: false });
  const found = await Promise.race([lookup(host, { all: true }).catch(() => null), late]);
  return (found ?? []).some(({ address }) => own.includes(address));
}
