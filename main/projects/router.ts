import { base } from '../rpc/base';
import type { Projects } from './service';

export const createProjectsRouter = (projects: Projects) =>
  base.projects.router({
    list: base.projects.list.handler(({ input }) => projects.list(input)),
    templates: base.projects.templates.handler(() => projects.templates()),
    get: base.projects.get.handler(({ input }) => projects.get(input.projectId)),
    create: base.projects.create.handler(({ input }) => projects.create(input)),
    import: base.projects.import.handler(({ input }) => projects.import(input)),
    export: base.projects.export.handler(({ input }) => projects.export(input.projectId)),
    save: base.projects.save.handler(({ input }) => projects.save(input)),
    validate: base.projects.validate.handler(({ input }) => projects.validate(input)),
    check: base.projects.check.handler(({ input }) => projects.check(input.text)),
    duplicate: base.projects.duplicate.handler(({ input }) => projects.duplicate(input)),
    archive: base.projects.archive.handler(({ input }) => projects.archive(input)),
    render: base.projects.render.handler(({ input }) => projects.render(input)),
    read: base.projects.read.handler(({ input }) => projects.read(input)),
    files: base.projects.files.handler(({ input }) => projects.files(input.projectId)),
    addFile: base.projects.addFile.handler(({ input }) => projects.addFile(input)),
    removeFile: base.projects.removeFile.handler(({ input }) => projects.removeFile(input)),
    code: base.projects.code.handler(({ input }) => projects.code(input.projectId)),
    allowCode: base.projects.allowCode.handler(({ input, context }) =>
      projects.allowCode(input, context.actor.name),
    ),
    withdrawCode: base.projects.withdrawCode.handler(({ input }) => projects.withdrawCode(input)),
    remove: base.projects.remove.handler(({ input }) => projects.remove(input)),
    disabledParticipants: base.projects.disabledParticipants.handler(({ input }) =>
      projects.disabledParticipants(input.projectId),
    ),
    disableParticipant: base.projects.disableParticipant.handler(({ input, context }) =>
      projects.disableParticipant(input, context.actor.name),
    ),
    enableParticipant: base.projects.enableParticipant.handler(({ input }) =>
      projects.enableParticipant(input),
    ),
  });
