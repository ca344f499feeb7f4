import { createWriteStream, statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Grant } from '../../../preload/contract/files';
import { conflict } from '../../errors';
import { takeDownload } from '../page/download';
import type { Session } from './session';

type Kind = Grant['kind'];
/** Where one call takes more than one kind: by the path, or by what else is asked for. */
type KindOf = (file: string, input: object) => Kind;

const whatIsThere: KindOf = (file) =>
  statSync(file, { throwIfNoEntry: false })?.isDirectory() ? 'folder' : 'file';
const whereItGoes: KindOf = (_file, input) => ('as' in input && input.as === 'folder' ? 'folder' : 'save');

/** Calls that take a path the person chose, and of what kind it is. */
export const granted: Record<string, Kind | KindOf> = {
  'ca.describe': 'file',
  'ca.export': 'save',
  'ca.import': 'file',
  'containerFiles.download': whereItGoes,
  'containerFiles.upload': whatIsThere,
  'containers.saveLog': 'save',
  'distributed.exportKitFolder': 'folder',
  'distributed.exportKitZip': 'save',
  'distributed.importRequest': 'file',
  'distributed.importSigned': 'file',
  'distributed.save': 'save',
  'hostImport.exportKnownHosts': 'save',
  'hostImport.importDockerContexts': 'folder',
  'hostImport.importKnownHosts': 'file',
  'hostImport.importSshConfig': 'file',
  'hostImport.previewDockerContexts': 'folder',
  'hostImport.previewKnownHosts': 'file',
  'hostImport.previewSshConfig': 'file',
  'hosts.create': 'file',
  'hosts.update': 'file',
  'images.load': 'file',
  'images.save': 'save',
  'kits.exportZip': 'save',
  'kits.exportFolder': 'folder',
  'kits.receipt': 'save',
  'remoteFiles.download': whereItGoes,
  'remoteFiles.upload': whatIsThere,
  'runtime.checkFolder': 'folder',
  'runtime.choose': 'file',
  'runtime.install': 'folder',
  'runtime.prepareFolder': 'folder',
  'settings.chooseDataDirectory': 'folder',
  'upkeep.describeBackup': 'file',
  'upkeep.diagnostics': 'save',
  'upkeep.exportBackup': 'save',
  'upkeep.restore': 'file',
};

/** The fields that such a path is in. */
const fields = ['grantId', 'keyGrantId', 'caGrantId', 'certGrantId'];

/**
 * On the command line `grantId` is the path itself, as ids end with the process that gave them. Relative paths
 * are meant from where the person is.
 */
export async function grantPaths({ client }: Session, name: string, input: unknown): Promise<unknown> {
  const kind = granted[name];
  if (!kind || typeof input !== 'object' || input === null) return input;
  const withIds = async (fieldsOf: object): Promise<object> => {
    const ids: Record<string, unknown> = {};
    for (const [field, given] of Object.entries(fieldsOf) as [string, unknown][])
      if (fields.includes(field) && typeof given === 'string') {
        const file = path.resolve(given);
        const its = typeof kind === 'string' ? kind : kind(file, input);
        ids[field] = (await client.files.grant({ path: file, kind: its })).id;
      } else if (field === 'source' && typeof given === 'object' && given !== null) {
        ids[field] = await withIds(given);
      }
    return { ...fieldsOf, ...ids };
  };
  return withIds(input);
}

/**
 * An answer that carries a link is written to a file here, readable for its owner only, as nobody could follow
 * the link when this process has ended.
 * @throws AppError CONFLICT when a file of that name is there.
 */
export async function saveDownload({ app }: Session, answer: unknown): Promise<unknown> {
  if (typeof answer !== 'object' || answer === null || !('url' in answer)) return answer;
  if (typeof answer.url !== 'string') return answer;
  const found = await takeDownload(app.downloads, answer.url);
  if (!found) return answer;
  const savedTo = path.resolve(path.basename(found.download.fileName));
  try {
    await pipeline(found.download.stream, createWriteStream(savedTo, { flags: 'wx', mode: 0o600 }));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) {
      await rm(savedTo, { force: true });
      throw error;
    }
    throw conflict(`${savedTo} is there already.`, 'Move it away, or call from another directory.');
  }
  return { ...answer, url: null, savedTo };
}
