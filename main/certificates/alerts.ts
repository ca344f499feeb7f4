import type { BoardCertificate, CertificateBoard } from '../../preload/contract/certificates';
import type { Db } from '../db/open';
import type { Log } from '../logs/log';
import type { Notify } from '../platform/ports';
import { createAlertStore } from './alert-store';
import { describeAlert } from './alert-words';
import { crossedThreshold, dayMs } from './expiry';

/** The page comes first; nothing here is a matter of seconds. */
const firstLookMs = 5_000;
/** A timer does not run while the machine sleeps, so a daily one would come late: it is the clock that counts. */
const tickMs = 3_600_000;

/**
 * Tells the person when certificates come within 60, 30 and 7 days of their end: each certificate once at each
 * threshold, whatever is new in one notification.
 */
export function createExpiryAlerts(options: {
  db: Db;
  list: () => CertificateBoard;
  enabled: () => boolean;
  notify: Notify;
  log: Log;
  /** Milliseconds since the epoch. */
  now?: () => number;
}) {
  const { list, enabled, notify, log, now = Date.now } = options;
  const announced = createAlertStore(options.db);
  let lookedAt: number | null = null;
  let timer: NodeJS.Timeout | undefined;

  async function look(): Promise<void> {
    const at = now();
    try {
      // Where nothing can be shown now, the news wait until something can.
      if (!enabled() || !notify.isSupported()) return;
      if (lookedAt !== null && Math.abs(at - lookedAt) < dayMs) return;
      const news = announced.claim(findDue(list().certificates, at), at);
      lookedAt = at;
      if (news.length === 0) return;
      if (await notify.show({ ...describeAlert(news), link: 'fedwright://certificates' })) return;
      announced.giveBack(news);
      lookedAt = null;
      log.warn(
        { certificates: news.length },
        'the system showed no notification of the ends of certificates',
      );
    } catch (error) {
      log.error({ err: error }, 'the ends of certificates could not be looked at');
    }
  }

  return {
    /** Looks now, unless it did within a day, or it is not wanted or cannot be shown. Never rejects. */
    look,
    /** Looks soon and then once a day until `dispose`; after a notification that failed, within the hour. */
    start(): void {
      timer = setTimeout(() => {
        void look();
        timer = setInterval(() => void look(), tickMs);
        timer.unref();
      }, firstLookMs);
      timer.unref();
    },
    dispose: (): void => clearTimeout(timer),
  };
}

const findDue = (certificates: readonly BoardCertificate[], now: number) =>
  certificates.flatMap((certificate) => {
    const threshold = crossedThreshold(certificate.notAfter, now);
    return threshold === null ? [] : [{ ...certificate, threshold }];
  });
