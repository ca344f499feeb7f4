import { type Authority, schemes, securities } from '../../preload/contract/distributed';
import type { ProjectModel } from '../../preload/contract/project-model';

type Profile = Pick<
  Authority,
  'projectId' | 'name' | 'org' | 'scheme' | 'serverHost' | 'fedLearnPort' | 'adminPort' | 'connectionSecurity'
>;

/** What a project says of its server, with NVFlare's defaults for what it leaves out. */
export function profileOf(projectId: string, model: ProjectModel): Profile {
  const server = model.participants.find(({ type }) => type === 'server');
  const known = server?.type === 'server' ? server : null;
  const security = known?.connectionSecurity ?? model.connectionSecurity;
  const fedLearnPort = toPort(known?.fedLearnPort) ?? 8002;
  const adminPort = toPort(known?.adminPort);
  return {
    projectId,
    name: model.name,
    org: known?.org ?? '',
    scheme: schemes.find((scheme) => scheme === model.scheme) ?? 'http',
    serverHost: known?.defaultHost ?? known?.name ?? '',
    fedLearnPort,
    adminPort: adminPort === fedLearnPort ? null : adminPort,
    connectionSecurity: securities.find((each) => each === security) ?? 'mtls',
  };
}

function toPort(value: number | string | null | undefined): number | null {
  const port = Number(value);
  return Number.isInteger(port) && port > 0 && port < 65536 ? port : null;
}
