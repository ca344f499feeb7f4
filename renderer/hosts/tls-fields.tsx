import type { Host, HostSettings } from '../../preload/contract/hosts';
import { pickPath } from '../shell/pick-path';
import { Button } from '../ui/button';
import { Field, TextInput } from '../ui/field';
import { formatDay } from '../ui/format';
import type { HostDraft } from './host-draft';
import { AddressFields } from './address-fields';
import type { HostFieldsProps } from './host-fields';

/** Where an engine listens, and the files with which both sides prove who they are. */
export function TlsFields(props: HostFieldsProps) {
  const { draft, faults, host, onChange } = props;
  const { settings } = draft;
  const set = (change: Partial<HostSettings>) => onChange({ ...draft, settings: { ...settings, ...change } });
  const tls = host?.tls ?? null;
  return (
    <>
      <AddressFields {...props} />
      <PemField
        {...{ draft, onChange, file: 'caFile', label: 'CA', error: faults.caFile }}
        help={kept(tls?.ca) ?? 'ca.pem. Without it, whom the operating system trusts.'}
      />
      <PemField
        {...{ draft, onChange, file: 'certFile', label: 'Client certificate', error: faults.certFile }}
        help={kept(tls?.certificate) ?? 'cert.pem. Only if the engine asks for one, as it should.'}
      />
      <PemField
        {...{ draft, onChange, file: 'keyFile', label: 'Key of the certificate', error: faults.keyFile }}
        help={
          tls?.certificate
            ? 'It is in the keychain, and stays unless you choose another.'
            : 'key.pem. It is kept in the keychain, and its file is not needed afterwards.'
        }
      />
      <Field label="Name in its certificate" help="Only if it is not the address." error={faults.tlsName}>
        <TextInput
          maxLength={255}
          value={settings.tlsName}
          onChange={(event) => set({ tlsName: event.target.value })}
        />
      </Field>
    </>
  );
}

type Shown = NonNullable<Host['tls']>['ca'];

const kept = (certificate: Shown | undefined): string | null =>
  certificate
    ? `${certificate.subject}, valid until ${formatDay(certificate.notAfter)}. It stays unless you choose another.`
    : null;

interface PemFieldProps {
  draft: HostDraft;
  onChange: (draft: HostDraft) => void;
  file: 'caFile' | 'certFile' | 'keyFile';
  label: string;
  help: string;
  error: string | undefined;
}

function PemField({ draft, onChange, file, label, help, error }: PemFieldProps) {
  const choose = async () => {
    const grant = await pickPath({ kind: 'file', title: `Choose a file: ${label}`, hidden: true });
    if (grant) onChange({ ...draft, [file]: { id: grant.id, path: grant.path } });
  };
  const path = draft[file]?.path ?? '';
  return (
    <div className="flex items-start gap-2">
      <Field label={label} help={help} error={error} className="min-w-0 flex-1">
        <TextInput mono readOnly value={path} title={path} />
      </Field>
      <Button className="mt-5.5" aria-label={`Choose file: ${label}`} onClick={() => void choose()}>
        Choose file
      </Button>
    </div>
  );
}
