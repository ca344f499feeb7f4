import { existsSync, mkdirSync, statSync } from 'node:fs';
import path from 'node:path';
import type { KitSummary } from '../../../preload/contract/kits';
import type { Problem } from '../../../preload/contract/meta';
import { AppError, conflict, invalid } from '../../errors';
import { readTextFile } from './arguments';
import { followTask } from './follow';
import type { Output } from './output';
import type { Session } from './session';

export interface ProvisionOptions {
  file: string;
  out: string;
  /** Kits for those only who have none yet. */
  onlyNew?: boolean;
  /** New keys, certificates and kits for these participants only. */
  renew?: string[];
  /** Classes of the file that are no part of NVFlare and may run here. */
  allowCode?: string[];
  /** Files of this machine that the file names, that are none of the project, and that may be read. */
  allowFile?: string[];
}

/**
 * From a project file to startup kits in a folder, in one go. A project of the same name is given the file's
 * content and keeps its CA and runs; with `onlyNew` or `renew` there has to be one. Times in the summary are
 * ISO 8601.
 * @throws AppError INVALID with the problems of the file, CONFLICT when a kit's folder exists already,
 * CANCELLED on Ctrl-C, and what the run itself failed with.
 */
export async function runProvision(session: Session, options: ProvisionOptions, out: Output): Promise<void> {
  const { client } = session;
  const { onlyNew = false, renew = [] } = options;
  if (onlyNew && renew.length > 0)
    throw invalid('--only-new and --renew exclude each other.', 'Run the command once for each.');
  const folder = path.resolve(options.out);
  const text = readTextFile(options.file);
  const fileName = path.basename(options.file);
  const { participants, name } = await assertValid(session, { text, fileName }, out);
  assertFolder(folder);
  const part = onlyNew || renew.length > 0;
  const due = part ? await findDue(session, { name, participants, renew }) : participants;
  assertFree(folder, due);
  const project = await client.projects.import({ text, fileName, onConflict: 'replace' });
  for (const each of [...(options.allowCode ?? []), ...(options.allowFile ?? [])])
    await client.projects.allowCode({ projectId: project.summary.id, path: each });
  const run = await client.provisioning.start({
    projectId: project.summary.id,
    scope: onlyNew ? 'new' : renew.length > 0 ? 'renew' : 'all',
    participants: renew,
  });
  await followTask(session, run.taskId, out);
  const kits = await client.kits.list({ runId: run.runId });
  const saved = await copyKits(session, kits, folder);
  const { run: done } = await client.provisioning.run({ runId: run.runId });
  out.say(`${kits.length} startup kits are in ${folder}.`);
  out.print({
    project: project.summary.name,
    nvflareVersion: done.nvflareVersion,
    kits: kits.map((kit) => summarise(kit, saved.get(kit.id) ?? '')),
  });
}

async function assertValid(
  { client }: Session,
  file: { text: string; fileName: string },
  out: Output,
): Promise<{ participants: string[]; name: string | null }> {
  const { ok, problems, participants, name } = await client.projects.check({ text: file.text });
  const errors = problems.filter((problem) => problem.severity === 'error');
  for (const problem of problems.filter((each) => each.severity === 'warning')) out.say(inWords(problem));
  if (ok) return { participants, name };
  throw new AppError('INVALID', `${file.fileName} cannot be provisioned as it is.`, {
    hint: errors[0] ? inWords(errors[0]) : 'See the problems.',
    problems,
  });
}

/** What concerns the file as a whole has no field. */
const inWords = ({ field, message, hint }: Problem): string =>
  [field && `${field}:`, message, hint].filter(Boolean).join(' ');

/** Whom a part of a project is provisioned for. @throws AppError NOT_FOUND when it was not provisioned yet. */
async function findDue(
  { client }: Session,
  { name, participants, renew }: { name: string | null; participants: string[]; renew: string[] },
): Promise<string[]> {
  const { projects } = await client.projects.list({ archived: false });
  const known = projects.find((project) => project.name === name);
  const kits = known ? await client.kits.list({ projectId: known.id }) : [];
  if (kits.length === 0)
    throw new AppError('NOT_FOUND', `There is no project "${name}" with kits in this data directory.`, {
      hint: 'Provision it without --only-new and --renew first, or name its data directory with --data.',
    });
  const have = new Set(kits.map(({ participant }) => participant));
  return renew.length > 0 ? renew : participants.filter((participant) => !have.has(participant));
}

function assertFolder(folder: string): void {
  if (existsSync(folder) && !statSync(folder).isDirectory())
    throw invalid(
      `${folder} is not a directory.`,
      'Name a directory with --out; it is made if it does not exist.',
    );
}

/** Before anything is changed: a kit with keys in it must not be written over. */
function assertFree(folder: string, participants: string[]): void {
  const taken = participants.filter((name) => existsSync(path.join(folder, name)));
  if (taken.length > 0)
    throw conflict(
      `${folder} already has ${taken.slice(0, 3).join(', ')}.`,
      'Choose an empty directory with --out.',
    );
}

/** Where each kit is now, by its id. */
async function copyKits(
  { client }: Session,
  kits: KitSummary[],
  folder: string,
): Promise<Map<string, string>> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const grant = await client.files.grant({ path: folder, kind: 'folder' });
  const { savedTo } = await client.kits.exportFolder({ kitIds: kits.map(({ id }) => id), grantId: grant.id });
  return new Map(savedTo.map(({ kitId, path: place }) => [kitId, place]));
}

const summarise = (kit: KitSummary, place: string) => ({
  participant: kit.participant,
  type: kit.type,
  path: place,
  fingerprint256: kit.fingerprint256,
  notAfter: new Date(kit.notAfter).toISOString(),
});
