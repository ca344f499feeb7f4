import { base } from '../rpc/base';
import type { Projects } from './service';

export const createTemplatesRouter = ({ ownTemplates }: Projects) =>
  base.templates.router({
    save: base.templates.save.handler(({ input }) => ownTemplates.save(input)),
    update: base.templates.update.handler(({ input }) => ownTemplates.update(input)),
    remove: base.templates.remove.handler(({ input }) => ownTemplates.remove(input.templateId)),
    export: base.templates.export.handler(({ input }) => ownTemplates.export(input.templateId)),
    import: base.templates.import.handler(({ input }) => ownTemplates.import(input)),
  });
