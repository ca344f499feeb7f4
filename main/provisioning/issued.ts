import { X509Certificate } from 'node:crypto';
import type { Reissue } from '../../preload/contract/provisioning';
import type { KitsPort, ProjectsPort } from './ports';
import { readProjectFile } from './project-file';
import { findNeeds } from './reissue';

/** What has changed since the kits of a project that are out were made. */
export function needsOf(
  projectId: string,
  { projects, kits }: { projects: ProjectsPort; kits: KitsPort },
): Reissue {
  const issued = kits.issued(projectId);
  const server = issued.find(({ type }) => type === 'server') ?? issued[0];
  const read = (file: string): X509Certificate | null => {
    try {
      return server ? new X509Certificate(kits.readFile(server.id, file)) : null;
    } catch {
      // Gone from the disk, or damaged: the checks of the kit say so.
      return null;
    }
  };
  const certificates = {
    ca: read('startup/rootCA.pem'),
    server: server?.type === 'server' ? read('startup/server.crt') : null,
  };
  const { text, disabled } = projects.document(projectId);
  // They are in the project, though not in this text: nothing is wanted of them until they are enabled.
  const wanted = issued.filter(({ participant }) => !disabled.includes(participant));
  return findNeeds(text, { kits: wanted, ...certificates }, { read: readProjectFile, now: Date.now() });
}
