import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { deployMethods, type Handover } from '../../preload/contract/kits';
import { conflict, invalid, notFound } from '../errors';
import { ownCertificate } from './kit-files';
import { writeReceipt } from './receipt-page';
import type { KitParts } from './service';

const linkMs = 600_000;

interface Confirmation {
  handoverId: string;
  fingerprint: string;
  confirmedBy: string;
  channel: string;
  words: string;
}

/** What becomes of the record of a hand-over: the recipient reads the fingerprint back, or it is withdrawn. */
export function createReceipts({ rows, need, grants, downloads }: KitParts) {
  const needHandover = (handoverId: string) => {
    const found = rows.findHandover(handoverId);
    if (!found) throw notFound('This hand-over');
    return found;
  };

  return {
    /** @throws AppError INVALID for another fingerprint, CONFLICT for a second receipt. */
    confirmHandover({ fingerprint, ...receipt }: Confirmation, recordedBy: string): Handover {
      const handover = needHandover(receipt.handoverId);
      assertSame(fingerprint, handover);
      if (!rows.addReceipt({ ...receipt, at: Date.now(), recordedBy }))
        throw conflict('This hand-over has a receipt already.', 'It is shown with the hand-over.');
      return needHandover(receipt.handoverId);
    },
    /** @throws AppError CONFLICT for one that did happen, as far as can be known here. */
    withdrawHandover(handoverId: string) {
      const handover = needHandover(handoverId);
      const { kitId, participant, recipient, receipt } = handover;
      if (receipt)
        throw conflict(
          `${receipt.confirmedBy} has confirmed this hand-over.`,
          'It stays on record. To make that kit worthless, rotate the CA.',
        );
      if (Object.values<string>(deployMethods).includes(handover.method))
        throw conflict(
          `Fedwright itself put this kit on ${recipient}.`,
          'It stays on record, also when it was taken away there since. To make that kit worthless, rotate the CA.',
        );
      rows.removeHandover(handoverId);
      return { kitId, participant, recipient };
    },
    /** A page to print, at a granted path or behind a link. */
    receipt({ handoverId, grantId }: { handoverId: string; grantId: string | null }) {
      const handover = needHandover(handoverId);
      const kit = need(handover.kitId);
      const content = writeReceipt(handover, { ...kit, certificateFile: ownCertificate(kit.type) });
      const { id: kitId, participant, runNumber } = kit;
      const fileName = `receipt-${participant.replaceAll(/[^\w.@-]+/g, '-')}-run-${runNumber}.html`;
      if (grantId !== null) {
        const savedTo = grants.resolve(grantId, 'save');
        writeFileSync(savedTo, content, { mode: 0o600 });
        return { kitId, fileName: path.basename(savedTo), url: null, savedTo };
      }
      const bytes = Buffer.from(content);
      const open = async () => ({ stream: Readable.from([bytes]), sizeBytes: bytes.length });
      const contentType = 'text/html; charset=utf-8';
      const { url } = downloads.offer({ fileName, contentType, open, once: true, expiresMs: linkMs });
      return { kitId, fileName, url, savedTo: null };
    },
  };
}

const digits = 64;

/** As any tool writes it: with colons, blanks or neither, in either case, with openssl's words before it. */
export const readFingerprint = (text: string): string =>
  (text.split('=').at(-1) ?? '')
    .replace(/^\s*sha-?256\s*:/i, '')
    .replaceAll(/[^0-9a-f]/gi, '')
    .toUpperCase();

function assertSame(text: string, { fingerprint256, participant }: Handover): void {
  const given = readFingerprint(text);
  if (given.length !== digits)
    throw invalid(
      'This is not a whole SHA-256 fingerprint.',
      `It has ${digits} hexadecimal digits, and here are ${given.length}. Ask the recipient for all of them.`,
    );
  if (given === readFingerprint(fingerprint256)) return;
  throw invalid(
    `This is not the fingerprint of the kit of ${participant} that was handed over.`,
    'The recipient has another kit, or a kit that was replaced on the way. Ask for it once more; if it stays, have that kit deleted, renew the participant, and send the new kit another way.',
  );
}
