import path from 'node:path';
import type { Authority, OwnRequest } from '../../preload/contract/distributed';
import type { CommandLine } from '../fixtures/command-line';

/** Both sides of distributed provisioning on one installation, up to the kit of `site-1`. */
export async function makeSignedKit(
  cli: CommandLine,
  folder: string,
  { caDays, days, project = 'thorax' }: { caDays: number; days: number; project?: string },
): Promise<{ authorityId: string; requestId: string; incomingId: string }> {
  const about = { name: project, serverHost: 'fl.example.org', validDays: caDays };
  const { authorityId } = await cli.call<{ authorityId: string }>('distributed.createAuthority', about);
  const { requestId } = await cli.call<{ requestId: string }>('distributed.createRequest', {
    ...{ project, name: 'site-1', org: 'north_hospital', type: 'client' },
  });
  const own = (await cli.call<OwnRequest[]>('distributed.requests')).find(({ id }) => id === requestId);
  const ca = (await cli.call<Authority[]>('distributed.authorities')).find(({ id }) => id === authorityId);
  const requestZip = path.join(folder, 'first.request.zip');
  await cli.call('distributed.save', { what: 'request', id: requestId, grantId: requestZip });
  const { id: incomingId } = await cli.call<{ id: string }>('distributed.importRequest', {
    ...{ authorityId, grantId: requestZip },
  });
  const fingerprint = own?.keyFingerprint;
  await cli.call('distributed.approve', { incomingId, fingerprint, validDays: days });
  const signedZip = path.join(folder, 'first.signed.zip');
  await cli.call('distributed.save', { what: 'signed', id: incomingId, grantId: signedZip });
  await cli.call('distributed.importSigned', { requestId, grantId: signedZip });
  await cli.call('distributed.package', { requestId, fingerprint: ca?.fingerprint256 });
  return { authorityId, requestId, incomingId };
}
