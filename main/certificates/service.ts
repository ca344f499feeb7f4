import { Readable } from 'node:stream';
import type { CertificateBoard } from '../../preload/contract/certificates';
import type { Store } from '../db/open';
import { createPages, cutPage, type Paging } from '../db/pages';
import { AppError } from '../errors';
import type { Downloads } from '../files/downloads';
import { makeBoard, type SigningCertificate } from './board';
import { makeCalendar } from './calendar';
import { currentKits, inView } from './kit-rows';
import { createRunCertificates, type ReadKitFile } from './run-certificates';

export type Certificates = ReturnType<typeof createCertificates>;

type BoardPage = Paging & { workspaceId?: string | null | undefined };

interface CalendarOf {
  groupId: string | null;
  workspaceId?: string | null;
}

const linkMs = 600_000;

/** The certificates of all projects and when they end. Reads rows and certificates; keys stay untouched. */
export function createCertificates(options: {
  store: Store;
  downloads: Downloads;
  readKitFile: ReadKitFile;
  /** Certificates of distributed provisioning. */
  signing: () => SigningCertificate[];
  /** Milliseconds since the epoch. */
  now?: () => number;
}) {
  const { store, downloads, readKitFile, signing, now = Date.now } = options;
  const runs = createRunCertificates(readKitFile);

  /** Of one workspace, or of all. */
  function list(workspaceId: string | null = null): CertificateBoard {
    const kits = currentKits(store.db, workspaceId);
    // What one workspace does not show, the next look at all of them needs again.
    if (workspaceId === null) runs.keepOnly(new Set(kits.map(({ runId }) => runId)));
    return makeBoard(kits, runs.of, inView(store.db, signing(), workspaceId), now());
  }

  const boardOf = createPages(store, list, ({ certificates }) => certificates);

  return {
    list,
    /** A part of the board, of which there may be thousands. */
    page({ workspaceId = null, ...paging }: BoardPage): CertificateBoard {
      const { certificates, withoutCa } = boardOf(workspaceId, paging);
      return { certificates: cutPage(certificates, paging), withoutCa };
    },
    /** @throws AppError NOT_FOUND when nothing is left to expire. */
    calendar({ groupId, workspaceId = null }: CalendarOf): {
      fileName: string;
      url: string;
      events: number;
    } {
      const coming = list(workspaceId).certificates.filter(
        (certificate) =>
          certificate.level !== 'expired' && (groupId === null || certificate.groupId === groupId),
      );
      if (coming.length === 0)
        throw new AppError('NOT_FOUND', 'There is no certificate that is still to expire.', {
          hint: 'Provision a project first: its certificates are what the calendar is made of.',
        });
      const { text, events } = makeCalendar(coming, now());
      const content = Buffer.from(text);
      const fileName = 'fedwright-certificates.ics';
      const open = async () => ({ stream: Readable.from([content]), sizeBytes: content.length });
      const contentType = 'text/calendar; charset=utf-8';
      const { url } = downloads.offer({ fileName, contentType, open, once: true, expiresMs: linkMs });
      return { fileName, url, events };
    },
  };
}
