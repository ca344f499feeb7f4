import { base } from '../rpc/base';
import type { Workspaces } from './service';

export const createWorkspacesRouter = (workspaces: Workspaces) =>
  base.workspaces.router({
    list: base.workspaces.list.handler(() => workspaces.list()),
    create: base.workspaces.create.handler(({ input }) => workspaces.create(input)),
    rename: base.workspaces.rename.handler(({ input }) => workspaces.rename(input)),
    remove: base.workspaces.remove.handler(({ input }) => workspaces.remove(input)),
    moveProjects: base.workspaces.moveProjects.handler(({ input }) => workspaces.moveProjects(input)),
  });
