import { base } from '../rpc/base';
import type { Certificates } from './service';

export const createCertificatesRouter = (certificates: Certificates) =>
  base.certificates.router({
    list: base.certificates.list.handler(({ input }) => certificates.page(input)),
    calendar: base.certificates.calendar.handler(({ input }) => certificates.calendar(input)),
  });
