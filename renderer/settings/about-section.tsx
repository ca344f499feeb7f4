import type { SettingsView } from '../../preload/contract/settings';
import { useHost } from '../rpc/use-capabilities';
import { Copyable } from '../ui/copy';
import { FactList } from '../ui/facts';
import { Panel, Section } from '../ui/page';
import { Status } from '../ui/status';
import { UpdateStatus } from './update-status';

const doorWords = {
  window: 'Window of the installed app',
  browser: 'Browser, through fedwright serve',
  cli: 'Command line',
};

const versionWords: Record<string, string> = {
  node: 'Node.js',
  electron: 'Electron',
  chromium: 'Chromium',
  os: 'System',
  packaged: 'Packaged',
};

const yesOrNo: Record<string, string> = { true: 'Yes', false: 'No' };

/** What this is, and what a question about it needs to say. */
export function AboutSection({ settings }: { settings: SettingsView }) {
  const host = useHost();
  const versions = Object.entries(host.versions);
  const all = [`Fedwright ${host.version}`, `platform ${host.platform}`, ...versions.map((v) => v.join(' '))];
  return (
    <Section
      id="about"
      title="About"
      actions={
        <Copyable value={all.join('\n')} label="all versions" className="text-sm text-muted">
          Versions
        </Copyable>
      }
    >
      <Panel className="p-4">
        <FactList
          layout="column"
          facts={[
            { label: 'Fedwright', value: host.version },
            { label: 'Opened in', value: doorWords[host.door] },
            { label: 'Signed in as', value: host.actor.name },
            { label: 'Platform', value: host.platform },
            { label: 'Secrets', value: <SecretsPlace place={settings.secretsIn} /> },
            ...versions.map(([name, version]) => ({
              label: versionWords[name] ?? name,
              value:
                name === 'packaged' ? yesOrNo[version] : <span className="font-mono text-sm">{version}</span>,
            })),
          ]}
        />
        {host.capabilities.updates ? <UpdateStatus settings={settings} /> : null}
      </Panel>
    </Section>
  );
}

function SecretsPlace({ place }: { place: SettingsView['secretsIn'] }) {
  return place === 'os' ? (
    <Status state="ok" label="In the keychain of the system" />
  ) : (
    <Status
      state="attention"
      label="In memory"
      detail="forgotten when Fedwright ends, as no keychain answers"
    />
  );
}
