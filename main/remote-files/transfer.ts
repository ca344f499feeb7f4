import type { HostAccess } from '../hosts/host-access';
import type { SftpSession } from './sftp-session';

/** What a transfer works with. */
export interface Transfer {
  access: HostAccess;
  hostId: string;
  /** Its own; it ends with the transfer. */
  session: SftpSession;
}
