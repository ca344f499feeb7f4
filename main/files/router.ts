import { AppError, invalid } from '../errors';
import { base } from '../rpc/base';
import type { Files } from './service';

export const createFilesRouter = (files: Files) =>
  base.files.router({
    choose: base.files.choose.handler(({ input }) => files.choose(input)),
    opened: base.files.opened.handler(({ signal }) => files.opened.watch(signal)),
    browse: base.files.browse.handler(({ input }) => files.browse(input)),
    grant: base.files.grant.handler(({ input, context }) => {
      const { from, name, path, kind } = input;
      if (from !== null && name !== null) return files.grantChild(from, name, kind);
      if (path === null) throw invalid('Nothing to grant was named.', 'Give "from" and "name", or "path".');
      if (context.door !== 'cli')
        throw new AppError('FORBIDDEN', 'A path can be named on the command line only.', {
          hint: 'Use the dialog, or choose from the list of folders.',
        });
      return files.grantPath(path, kind);
    }),
  });
