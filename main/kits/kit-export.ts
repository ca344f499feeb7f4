import { randomUUID } from 'node:crypto';
import { createReadStream, mkdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import type { KitSummary } from '../../preload/contract/kits';
import type { Downloads } from '../files/downloads';
import type { KitFolder } from './kit-store';
import type { ZipKit } from './kit-zip';

const downloadMs = 10 * 60_000;

/** What goes into an archive, and the archive's name. @throws AppError STORAGE when a kit's files are gone. */
export function planZip(
  kits: KitSummary[],
  open: (kit: KitSummary) => KitFolder,
): { fileName: string; content: ZipKit[] } {
  const names = new Set(kits.map(({ participant }) => participant.toLowerCase()));
  const distinct = names.size === kits.length;
  const content = kits.map((kit) => ({
    // Kits of several runs may have the same participant.
    folder: distinct ? kit.participant : `${kit.projectName}-run-${kit.runNumber}/${kit.participant}`,
    files: open(kit),
  }));
  return { fileName: zipName(kits), content };
}

function zipName(kits: KitSummary[]): string {
  const [first] = kits;
  if (!first) return 'kits.zip';
  if (kits.length === 1) return `${first.participant}.zip`;
  const one = kits.every(({ projectId }) => projectId === first.projectId);
  return one ? `${safeName(first.projectName)}-kits.zip` : 'kits.zip';
}

const safeName = (name: string): string => name.replaceAll(/[^\p{L}\p{N}._-]+/gu, '-') || 'project';

/** Archives that are fetched once by a link and then removed; unfetched ones go after ten minutes. */
export function createExportPlaces(folder: string, downloads: Downloads, contentType = 'application/zip') {
  const tickets = new Set<string>();

  function offer(file: string, fileName: string, remove: () => void): string {
    const { url, ticket } = downloads.offer({
      fileName,
      contentType,
      expiresMs: downloadMs,
      once: true,
      open: async () => ({ stream: createReadStream(file), sizeBytes: statSync(file).size }),
      gone() {
        tickets.delete(ticket);
        remove();
      },
    });
    tickets.add(ticket);
    return url;
  }

  return {
    /** Has an archive written to a place of its own and gives the link to it. */
    async fill(fileName: string, write: (file: string) => Promise<number>) {
      const directory = path.join(folder, randomUUID());
      const remove = () => rmSync(directory, { recursive: true, force: true });
      mkdirSync(directory, { recursive: true, mode: 0o700 });
      const file = path.join(directory, fileName);
      try {
        const sizeBytes = await write(file);
        return { url: offer(file, fileName, remove), sizeBytes };
      } catch (error) {
        remove();
        throw error;
      }
    },
    dispose(): void {
      for (const ticket of [...tickets]) downloads.revoke(ticket);
    },
  };
}
