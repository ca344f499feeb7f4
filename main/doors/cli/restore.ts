import { existsSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Log } from '../../logs/log';
import { AppError, conflict, notFound } from '../../errors';
import { resolvePaths } from '../../platform/node/data-directory';
import { assertEngine } from '../../platform/node/engine';
import { createKeychainClient } from '../../platform/node/keychain-client';
import { forkKeychain } from '../../platform/node/keychain-process';
import type { NodeChoice } from '../../platform/node/platform';
import { createSecrets } from '../../platform/node/secrets';
import { appVersion } from '../../platform/node/version';
import { createLayout } from '../../provisioning/layout';
import { openInstances } from '../../tasks/instance';
import { readArchive } from '../../upkeep/archive';
import { createBackupFolder } from '../../upkeep/backup-folder';
import { finishRestore } from '../../upkeep/restore-apply';
import { readOutcome, readPlan } from '../../upkeep/restore-place';
import { inClear, stageNames, stageRestore } from '../../upkeep/restore-stage';
import { createKeyring } from '../../vault/keyring';
import { adoptKeys } from '../../vault/wrapped-keys';
import type { Output } from './output';

const quiet = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/**
 * Puts a backup in place at once. Works without opening the app, so also when its store is damaged or when there
 * is none yet. A restore that was cut short in the middle is brought to its end first: what it has taken away is
 * nowhere else. The passphrase of a protected backup is read from standard input.
 * @throws AppError CONFLICT while any Fedwright has the data directory open, STORAGE when the earlier restore
 * cannot be brought to its end, and as `stageRestore`.
 */
export async function runRestore(
  choice: NodeChoice,
  { file, by = userName() }: { file: string; by?: string },
  out: Output,
): Promise<void> {
  assertEngine();
  const { data, resources } = resolvePaths(choice);
  const migrations = path.join(resources, 'migrations');
  if (openInstances(data).length > 0)
    throw conflict('Another Fedwright has this data directory open.', 'End it, then restore.');
  const apply = { data, layout: createLayout(data), version: appVersion() };
  if (readPlan(data)?.phase === 'swap') await finishRestore(apply);
  const found = findBackup(data, file);
  const request = { data, migrations, file: found, source: path.basename(found), by, log: quiet };
  const passphrase = await askIfProtected(request, out);
  const keyring = createKeyring(createSecrets(createKeychainClient(choice.openKeychain ?? forkKeychain)));
  await stageRestore({
    ...request,
    passphrase,
    adoptKeys: (text, opens) => adoptKeys(keyring, text, opens),
    onStage: (index) => out.say(`── ${stageNames[index] ?? ''}`),
    onClear: () => out.say(inClear),
  });
  await finishRestore(apply);
  if (readPlan(data) !== null)
    throw conflict(
      'Another Fedwright has opened this data directory meanwhile.',
      'The backup is ready. End the other one: the next start puts it in place.',
    );
  const outcome = readOutcome(data);
  if (outcome && !outcome.ok) throw new AppError('STORAGE', outcome.message, { hint: outcome.hint });
  out.print({ restored: request.source, madeAt: outcome?.madeAt ?? null, before: outcome?.before ?? null });
}

/** A path, or the name of one of the data directory's own. */
function findBackup(data: string, file: string): string {
  const named = [path.resolve(file), path.join(createBackupFolder(data).folder, path.basename(file))];
  const found = named.find((place) => existsSync(place));
  if (!found) throw notFound(`The backup ${file}`);
  return found;
}

/** Its passphrase, a line of standard input; null for one that has none. */
async function askIfProtected(request: { file: string; log: Log }, out: Output): Promise<string | null> {
  const files = await readArchive({ ...request, password: null }, async (archive) => archive.files);
  if (![...files.values()].some(({ encrypted }) => encrypted)) return null;
  out.say('This backup is protected. Its passphrase is read from standard input; end it with Enter.');
  const lines = createInterface({ input: process.stdin });
  try {
    for await (const line of lines) return line.trim();
    return null;
  } finally {
    lines.close();
  }
}

function userName(): string {
  try {
    return os.userInfo().username;
  } catch {
    return 'owner';
  }
}
