import { Download } from 'lucide-react';
import { useState } from 'react';
import type { RuntimeStatus } from '../../preload/contract/runtime';
import type { SettingsView } from '../../preload/contract/settings';
import { useInstall } from '../shell/use-install';
import { Button } from '../ui/button';
import { Field, Select } from '../ui/field';
import { FolderInstall } from './folder-install';
import { PrepareButton } from './prepare-dialog';
import { useSettingsUpdate } from '../rpc/settings-update';

interface InstallFormProps {
  status: RuntimeStatus;
  settings: SettingsView;
}

/** Which version to install into Fedwright's own environment, and the button that does it. */
export function InstallForm({ status, settings }: InstallFormProps) {
  const install = useInstall();
  const update = useSettingsUpdate();
  const [version, setVersion] = useState(settings.nvflareVersion);
  const choose = (next: string) => {
    setVersion(next);
    // The version is kept, so that the next installation offers it again.
    update.mutate({ nvflareVersion: next });
  };
  const versions = [...new Set([...status.installableVersions, version])];
  return (
    <div className="flex flex-wrap items-end gap-3">
      <Field label="Version to install" className="w-44">
        <Select
          value={version}
          onValueChange={choose}
          options={versions.map((each) => ({ value: each, label: each }))}
        />
      </Field>
      <Button
        icon={Download}
        variant={status.chosen ? 'secondary' : 'primary'}
        busy={install.isPending}
        disabled={!status.canInstall.ok}
        onClick={() => install.mutate({ version, grantId: null })}
      >
        Install NVFlare {version}
      </Button>
      <FolderInstall />
      <PrepareButton version={version} />
      <p className="w-full text-sm text-faint">
        Installs into Fedwright's own environment (about 220 MB). Nothing else on this machine changes.
        Projects that have chosen no version of their own use the newest. {status.canInstall.message}
      </p>
    </div>
  );
}
