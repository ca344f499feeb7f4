import type { ReactNode } from 'react';
import { type Host, type HostSettings, usualPort } from '../../preload/contract/hosts';
import { useHost } from '../rpc/use-capabilities';
import { Field, Select, TagInput, TextArea, TextInput } from '../ui/field';
import type { HostDraft, HostFaults } from './host-draft';
import { kindOptions, missingWords, readKind, usualSocket } from './kind-words';

export interface HostFieldsProps {
  draft: HostDraft;
  faults: HostFaults;
  /** As it was before. */
  host: Host | null;
  onChange: (draft: HostDraft) => void;
}

/** What a host is called, and how it is sorted; between them how it is reached. */
export function HostFields({ draft, faults, onChange, children }: HostFieldsProps & { children: ReactNode }) {
  const { settings } = draft;
  const { platform } = useHost();
  const set = (change: Partial<HostSettings>) => onChange({ ...draft, settings: { ...settings, ...change } });
  return (
    <>
      <div className="grid grid-cols-2 gap-3">
        <Field label="Name" required error={faults.name}>
          <TextInput
            autoFocus
            maxLength={60}
            value={settings.name}
            onChange={(event) => set({ name: event.target.value })}
          />
        </Field>
        <Field label="Connection">
          <Select
            value={settings.kind}
            onValueChange={(kind) => set(asKind(settings, readKind(kind), platform))}
            options={kindOptions}
          />
        </Field>
      </div>
      {missingWords[settings.kind] ? <p className="text-muted">{missingWords[settings.kind]}</p> : null}
      {children}
      <div className="grid grid-cols-2 gap-3">
        <Field label="Group" help="Such as a site or a data centre." error={faults.group}>
          <TextInput
            maxLength={60}
            value={settings.group}
            onChange={(event) => set({ group: event.target.value })}
          />
        </Field>
        <Field label="Labels" error={faults.labels}>
          <TagInput spaces value={settings.labels} onChange={(labels) => set({ labels })} />
        </Field>
      </div>
      {settings.kind === 'docker-tls' ? null : (
        <Field
          label="Docker socket"
          help="Path of the Docker socket, or a Windows named pipe."
          error={faults.dockerSocket}
        >
          <TextInput
            mono
            maxLength={255}
            value={settings.dockerSocket}
            onChange={(event) => set({ dockerSocket: event.target.value })}
          />
        </Field>
      )}
      <Field label="Notes" error={faults.notes}>
        <TextArea
          rows={2}
          maxLength={4000}
          value={settings.notes}
          onChange={(event) => set({ notes: event.target.value })}
        />
      </Field>
    </>
  );
}

/** Another kind, with what it usually has, where it is still what the kind before usually has. */
function asKind(before: HostSettings, kind: HostSettings['kind'], platform: string): Partial<HostSettings> {
  const untouched = before.dockerSocket === usualSocket(before.kind, platform);
  return {
    kind,
    ...(before.port === usualPort(before.kind) ? { port: usualPort(kind) } : {}),
    ...(untouched ? { dockerSocket: usualSocket(kind, platform) } : {}),
  };
}
