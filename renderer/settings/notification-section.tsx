import type { SettingsView } from '../../preload/contract/settings';
import { useHost } from '../rpc/use-capabilities';
import { Checkbox } from '../ui/field';
import { Panel, Section } from '../ui/page';
import { useSettingsUpdate } from '../rpc/settings-update';

/** What is told when long work ends, and before certificates do. */
export function NotificationSection({ settings }: { settings: SettingsView }) {
  const update = useSettingsUpdate();
  const { notifications } = useHost().capabilities;
  return (
    <Section
      id="notifications"
      title="Notifications"
      description={
        notifications
          ? 'In the window, and as a notification of the system.'
          : 'In this page, while it is open.'
      }
    >
      <Panel className="flex flex-col gap-2 p-4">
        <Checkbox
          checked={settings.notifyFinished}
          onCheckedChange={(notifyFinished) => update.mutate({ notifyFinished })}
          label="When a run or an installation is done"
        />
        <Checkbox
          checked={settings.notifyFailed}
          onCheckedChange={(notifyFailed) => update.mutate({ notifyFailed })}
          label="When one fails or is interrupted"
        />
        {/* A page tells it by its overview and its certificates; only a system can tell it unasked. */}
        {notifications ? (
          <Checkbox
            checked={settings.notifyExpiry}
            onCheckedChange={(notifyExpiry) => update.mutate({ notifyExpiry })}
            label="When certificates expire within 60, 30 or 7 days"
          />
        ) : null}
      </Panel>
    </Section>
  );
}
