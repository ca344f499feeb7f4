import { stringify } from 'yaml';
import type { FileParticipant } from '../provisioning/project-file';
import type { AuthorityRow } from './authority-rows';
import type { OwnRow } from './own-rows';

type Profile = Pick<
  AuthorityRow,
  'name' | 'scheme' | 'connectionSecurity' | 'serverHost' | 'fedLearnPort' | 'adminPort'
>;
type Participant = Pick<OwnRow, 'project' | 'name' | 'org' | 'type' | 'role' | 'hostNames'>;

/** The project profile that `nvflare cert init` and `cert approve` want. */
export const writeProfile = (profile: Profile): string =>
  stringify({
    name: profile.name,
    scheme: profile.scheme,
    connection_security: profile.connectionSecurity,
    server: {
      host: profile.serverHost,
      fed_learn_port: profile.fedLearnPort,
      ...(profile.adminPort === null ? {} : { admin_port: profile.adminPort }),
    },
  });

/** The participant definition that `nvflare cert request` wants. */
export const writeParticipant = ({ project, name, org, type, role, hostNames }: Participant): string =>
  stringify({
    name: project,
    participants: [
      {
        ...{ name, type, org },
        ...(type === 'admin' ? { role } : {}),
        ...(type === 'server' && hostNames.length > 0 ? { host_names: hostNames } : {}),
      },
    ],
  });

/** What the kit's certificate has to say. */
export const declaredOf = ({ name, org, type, role, hostNames }: Participant): FileParticipant => ({
  ...{ name, type, org, role, listenerHosts: [], fields: {} },
  hosts: type === 'server' ? [name, ...hostNames] : [],
});
