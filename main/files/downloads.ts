import { randomBytes } from 'node:crypto';
import type { Readable } from 'node:stream';

/** Something that a browser may fetch by its link. */
export interface DownloadOffer {
  fileName: string;
  contentType: string;
  /** Milliseconds from now after which the link leads nowhere. */
  expiresMs: number;
  /** The first fetch takes the link away. */
  once: boolean;
  open(): Promise<DownloadBody>;
  /** Called each time that someone fetches it. */
  taken?(): void;
  /** Called once, when nothing more will be read through this link: fetched and sent, expired, or the end. */
  gone?(): void;
}

export interface DownloadBody {
  stream: Readable;
  /** Null: it is not known before all of it has come. */
  sizeBytes: number | null;
}

export interface Download extends DownloadBody {
  fileName: string;
  contentType: string;
}

/**
 * Links to files that only those who were given the link can fetch. The ticket in a link is 256 random bits;
 * the file's name follows it so that a browser saves the file under that name.
 */
export interface Downloads {
  offer(offer: DownloadOffer): { url: string; ticket: string };
  /** Null for a ticket that is unknown, used up or expired. */
  take(ticket: string): Promise<Download | null>;
  /** Takes a link away before its time. */
  revoke(ticket: string): void;
  dispose(): void;
}

/** Bytes go by such links, not over the wire of the calls. The doors serve what `take` gives. */
export function createDownloads(): Downloads {
  const offers = new Map<string, { offer: DownloadOffer; timer: NodeJS.Timeout; reading: number }>();

  function end(ticket: string): void {
    const entry = offers.get(ticket);
    if (!entry) return;
    clearTimeout(entry.timer);
    offers.delete(ticket);
    // One who is reading still gets the rest: `finished` calls `gone` after the last of them.
    if (entry.reading === 0) entry.offer.gone?.();
  }

  return {
    offer(offer) {
      const ticket = randomBytes(32).toString('base64url');
      const timer = setTimeout(() => end(ticket), offer.expiresMs);
      timer.unref();
      offers.set(ticket, { offer, timer, reading: 0 });
      return { ticket, url: `/download/${ticket}/${encodeURIComponent(offer.fileName)}` };
    },
    async take(ticket) {
      const entry = offers.get(ticket);
      if (!entry) return null;
      const { offer } = entry;
      entry.reading += 1;
      if (offer.once) end(ticket);
      const finished = () => {
        entry.reading -= 1;
        if (entry.reading === 0 && !offers.has(ticket)) offer.gone?.();
      };
      try {
        const body = await offer.open();
        body.stream.once('close', finished);
        // Whoever reads hears of it too; nobody may be reading any more when the file goes.
        body.stream.on('error', () => undefined);
        offer.taken?.();
        return { ...body, fileName: offer.fileName, contentType: offer.contentType };
      } catch (error) {
        finished();
        throw error;
      }
    },
    revoke: end,
    dispose() {
      for (const ticket of [...offers.keys()]) end(ticket);
    },
  };
}
