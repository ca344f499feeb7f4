import { Readable } from 'node:stream';
import type { Downloads } from '../files/downloads';
import { base } from '../rpc/base';
import type { Audit } from './service';

export const createAuditRouter = (audit: Audit, downloads: Downloads) =>
  base.audit.router({
    list: base.audit.list.handler(({ input }) => audit.list(input)),
    verify: base.audit.verify.handler(() => audit.verify()),
    export: base.audit.export.handler(() => {
      const fileName = `fedwright-audit-${new Date().toISOString().slice(0, 10)}.jsonl`;
      const open = async () => ({ stream: Readable.from(audit.lines()) });
      return { fileName, url: downloads.offer({ fileName, contentType: 'application/jsonl', open }).url };
    }),
  });
