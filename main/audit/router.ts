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
      const open = async () => {
        const text = Buffer.from([...audit.lines()].join(''));
        return { stream: Readable.from([text]), sizeBytes: text.length };
      };
      const offer = { fileName, contentType: 'application/jsonl', open, once: true, expiresMs: 600_000 };
      return { fileName, url: downloads.offer(offer).url };
    }),
  });
