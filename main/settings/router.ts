import type { Files } from '../files/service';
import { base } from '../rpc/base';
import type { SettingsService } from './service';

export const createSettingsRouter = (settings: SettingsService, files: Files) =>
  base.settings.router({
    get: base.settings.get.handler(() => settings.view()),
    update: base.settings.update.handler(({ input }) => settings.update(input)),
    setPackageIndexPassword: base.settings.setPackageIndexPassword.handler(({ input }) =>
      settings.setPackageIndexPassword(input.password),
    ),
    chooseDataDirectory: base.settings.chooseDataDirectory.handler(({ input }) =>
      settings.chooseDataDirectory(input.grantId === null ? null : files.resolve(input.grantId, 'folder')),
    ),
  });
