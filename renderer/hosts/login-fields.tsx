import { type Host, type HostSettings, authMethods } from '../../preload/contract/hosts';
import { pickPath } from '../shell/pick-path';
import { Button } from '../ui/button';
import { Field, Select, TextInput } from '../ui/field';
import { AddressFields } from './address-fields';
import type { HostFieldsProps } from './host-fields';
import { authWords } from './host-words';

/** Where the host is, who logs in there, and with what. */
export function LoginFields(props: HostFieldsProps & { hosts: Host[] }) {
  const { draft, faults, onChange } = props;
  const { settings } = draft;
  const set = (change: Partial<HostSettings>) => onChange({ ...draft, settings: { ...settings, ...change } });
  return (
    <>
      <AddressFields {...props} />
      <div className="grid grid-cols-2 gap-3">
        <Field label="User" required error={faults.username}>
          <TextInput
            maxLength={64}
            value={settings.username}
            onChange={(event) => set({ username: event.target.value })}
          />
        </Field>
        <Field label="Log in with">
          <Select
            value={settings.auth}
            onValueChange={(value) =>
              set({ auth: authMethods.find((method) => method === value) ?? 'agent' })
            }
            options={authMethods.map((method) => ({ value: method, label: authWords[method] }))}
          />
        </Field>
      </div>
      {settings.auth === 'key' ? <KeyFields {...props} /> : null}
      {settings.auth === 'password' ? (
        <SecretField
          label="Password"
          there={props.host?.hasPassword ?? false}
          value={draft.password}
          onChange={(password) => onChange({ ...draft, password })}
        />
      ) : null}
      {settings.auth === 'keyboard-interactive' ? (
        <p className="text-muted">
          What the server asks is shown when you connect, such as a one-time code. Answers are not kept.
        </p>
      ) : null}
      <JumpField {...props} />
    </>
  );
}

function KeyFields({ draft, faults, host, onChange }: HostFieldsProps) {
  const choose = async () => {
    const grant = await pickPath({ kind: 'file', title: 'Choose a private key', hidden: true });
    if (grant) onChange({ ...draft, keyFile: { id: grant.id, path: grant.path } });
  };
  const path = draft.keyFile?.path ?? host?.keyFile ?? '';
  return (
    <>
      <div className="flex items-start gap-2">
        <Field label="Key file" required error={faults.keyFile} className="flex-1">
          <TextInput mono readOnly value={path} title={path} />
        </Field>
        <Button className="mt-5.5" onClick={() => void choose()}>
          Choose key file
        </Button>
      </div>
      <SecretField
        label="Passphrase"
        there={host?.hasPassphrase ?? false}
        value={draft.passphrase}
        onChange={(passphrase) => onChange({ ...draft, passphrase })}
      />
    </>
  );
}

interface SecretFieldProps {
  label: string;
  /** Whether the keychain has one. */
  there: boolean;
  value: string;
  onChange: (value: string) => void;
}

function SecretField({ label, there, value, onChange }: SecretFieldProps) {
  const help = there
    ? 'One is in the keychain. It stays unless you enter another.'
    : label === 'Passphrase'
      ? 'Only if the key has one. It is kept in the keychain.'
      : 'It is kept in the keychain. Without it you are asked at the first connection.';
  return (
    <Field label={label} help={help}>
      <TextInput
        type="password"
        autoComplete="off"
        maxLength={4096}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </Field>
  );
}

function JumpField({ draft, faults, host, hosts, onChange }: HostFieldsProps & { hosts: Host[] }) {
  const { settings } = draft;
  const others = hosts.filter(({ id, kind }) => kind === 'ssh' && id !== host?.id);
  if (others.length === 0) return null;
  return (
    <Field label="Jump host" help="Connect through this host first (ProxyJump)." error={faults.jumpHostId}>
      <Select
        value={settings.jumpHostId ?? ''}
        onValueChange={(id) =>
          onChange({ ...draft, settings: { ...settings, jumpHostId: id === '' ? null : id } })
        }
        options={[
          { value: '', label: 'None, connect directly' },
          ...others.map(({ id, name }) => ({ value: id, label: name })),
        ]}
      />
    </Field>
  );
}
