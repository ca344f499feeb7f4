import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { AppError, invalid } from '../errors';
import { withPathProblems } from '../files/path-problem';
import type { DragOut } from '../platform/ports';
import { needKit } from './own-side';
import type { GrantsPort, KitsPort, LinksPort, StagesPort } from './ports';
import type { Runtime, WorkParts } from './work';

export type PieceKind = 'request' | 'signed' | 'kit';

interface ExitParts<R extends Runtime> extends WorkParts<R> {
  kits: KitsPort;
  grants: GrantsPort;
  stages: StagesPort;
  links: LinksPort;
}

/** The ways out: of requests and signed zips, which hold no secret, and of kits, which do. */
export function createExits<R extends Runtime>(parts: ExitParts<R>) {
  const { kits, grants, stages, links } = parts;
  const find = createFinder(parts);
  const kitOf = (requestId: string) => {
    const { name } = parts.own.need(requestId);
    return { participant: name, directory: needKit(parts.places.kit(requestId)) };
  };

  return {
    /** Writes a request or a signed zip to a granted path. */
    save(what: 'request' | 'signed', id: string, grantId: string): Promise<{ savedTo: string }> {
      return withPathProblems(async () => {
        const savedTo = grants.resolve(grantId, 'save');
        await writeFile(savedTo, find(what, id).zip, { mode: 0o600 });
        return { savedTo };
      });
    },
    /** Gets a zip ready to be fetched by its link or dragged. `taken`: it was fetched. */
    async stage(what: PieceKind, id: string, taken: () => void) {
      const { fileName, write } =
        what === 'kit'
          ? {
              fileName: `${kitOf(id).participant}.zip`,
              write: (file: string) => kits.writeZip(file, kitOf(id)),
            }
          : exchanged(find(what, id));
      const { stageId, url } = await stages.stage(`${what}:${id}`, fileName, write, taken);
      return { stageId, fileName, url };
    },
    /** @throws AppError NOT_FOUND, INVALID without such a drag. */
    dragOut(piece: { what: PieceKind; id: string; stageId: string }, dragOut: DragOut | null) {
      if (!dragOut) throw invalid('Files cannot be dragged out here.', 'Save the file instead.');
      dragOut.start([stages.need(piece.stageId, `${piece.what}:${piece.id}`).file]);
      return { started: true };
    },
    /** An AES-256 zip, at a granted path or behind a link; the password is in the answer and nowhere else. */
    async exportKitZip(requestId: string, grantId: string | null) {
      const kit = kitOf(requestId);
      const password = kits.makePassword();
      const write = (file: string) => withPathProblems(() => kits.writeZip(file, kit, { password }));
      if (grantId !== null) {
        const savedTo = grants.resolve(grantId, 'save');
        await write(savedTo);
        return { fileName: path.basename(savedTo), password, url: null, savedTo };
      }
      const fileName = `${kit.participant}.zip`;
      const { url } = await links.fill(fileName, write);
      return { fileName, password, url, savedTo: null };
    },
    /** @throws AppError CONFLICT when a folder of that name is there. */
    async exportKitFolder(requestId: string, grantId: string) {
      return { savedTo: await kits.copy(grants.resolve(grantId, 'folder'), kitOf(requestId)) };
    },
    dispose(): void {
      stages.dispose();
      links.dispose();
    },
  };
}

interface Exchanged {
  fileName: string;
  zip: Buffer;
}

const createFinder =
  <R extends Runtime>({ own, incoming }: WorkParts<R>) =>
  (what: 'request' | 'signed', id: string): Exchanged => {
    if (what === 'request') {
      const { name, requestZip } = own.need(id);
      return { fileName: `${name}.request.zip`, zip: requestZip };
    }
    const { name, signedZip } = incoming.need(id);
    if (signedZip) return { fileName: `${name}.signed.zip`, zip: signedZip };
    throw new AppError('CONFLICT', 'This request is not signed.', { hint: 'Approve it first.' });
  };

const exchanged = ({ fileName, zip }: Exchanged) => ({
  fileName,
  write: async (file: string) => {
    await writeFile(file, zip, { mode: 0o600 });
    return zip.byteLength;
  },
});
