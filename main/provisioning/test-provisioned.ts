import { cpSync, existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { inject } from 'vitest';
import type { TestProject } from 'vitest/node';
import { openHouse, projectText } from './test-house';

declare module 'vitest' {
  interface ProvidedContext {
    provisioned: string;
  }
}

/** Vitest's global setup: a folder for what is provisioned once for all files, gone with the run. */
export default function setup({ provide }: TestProject): () => void {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'fedwright-provisioned-'));
  provide('provisioned', folder);
  return () => rmSync(folder, { recursive: true, force: true });
}

/** A data directory in which NVFlare has provisioned `projectText()` once; made by whoever needs it first. */
async function sharedData(): Promise<string> {
  const folder = inject('provisioned');
  const data = path.join(folder, 'data');
  if (existsSync(data)) return data;
  const house = await openHouse({ data: mkdtempSync(path.join(folder, 'made-')) });
  const { task } = await house.provision(house.addProject(projectText()));
  await house.close({ keep: true });
  if (task.state !== 'succeeded')
    throw new Error(`the first run ended as ${task.state}`, { cause: task.error });
  try {
    renameSync(house.data, data);
  } catch (error) {
    // A file that is tested at the same time was faster: its own are taken.
    if (!existsSync(data)) throw error;
    rmSync(house.data, { recursive: true });
  }
  return data;
}

/**
 * A house of one's own, without a keychain, in which `projectText()` has had its first run: for tests of what comes
 * after one. Its CA and keys are those of every such house.
 */
export async function openProvisioned() {
  const data = mkdtempSync(path.join(os.tmpdir(), 'fedwright-provision-'));
  cpSync(await sharedData(), data, { recursive: true });
  const house = await openHouse({ data });
  const [run] = house.provisioning.runs({ projectId: null, limit: 1 });
  if (!run) throw new Error('the run is not in its store');
  const projectId = house.addProject(projectText(), run.projectId);
  return { house, projectId, first: { runId: run.id, run, task: house.tasks.get(run.taskId) } };
}
