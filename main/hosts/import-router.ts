import { base } from '../rpc/base';
import type { HostImport } from './host-import';

export const createHostImportRouter = (imports: HostImport) =>
  base.hostImport.router({
    previewSshConfig: base.hostImport.previewSshConfig.handler(({ input }) =>
      imports.previewSshConfig(input.grantId),
    ),
    importSshConfig: base.hostImport.importSshConfig.handler(({ input }) => imports.importSshConfig(input)),
    previewDockerContexts: base.hostImport.previewDockerContexts.handler(({ input }) =>
      imports.previewDockerContexts(input.grantId),
    ),
    importDockerContexts: base.hostImport.importDockerContexts.handler(({ input }) =>
      imports.importDockerContexts(input),
    ),
    previewKnownHosts: base.hostImport.previewKnownHosts.handler(({ input }) =>
      imports.previewKnownHosts(input.grantId),
    ),
    importKnownHosts: base.hostImport.importKnownHosts.handler(({ input, context }) =>
      imports.importKnownHosts(input, context.actor.name),
    ),
    exportKnownHosts: base.hostImport.exportKnownHosts.handler(({ input }) =>
      imports.exportKnownHosts(input.grantId),
    ),
  });
