import { base } from '../rpc/base';
import type { Certificates } from './service';

export const createCertificatesRouter = (certificates: Certificates) =>
  base.certificates.router({
    list: base.certificates.list.handler(({ input }) => certificates.list(input.workspaceId)),
    calendar: base.certificates.calendar.handler(({ input }) => certificates.calendar(input)),
  });
