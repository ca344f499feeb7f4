import type { ClientParticipant, ServerParticipant } from '../../preload/contract/projects';
import { FieldGroup } from './field-group';
import { FilePathField } from './file-path-field';

type Files = Pick<ServerParticipant, 'customCaCert' | 'ccConfig'>;

interface SiteFilesProps {
  participant: ServerParticipant | ClientParticipant;
  change: (patch: Partial<Files>) => void;
}

/** Files that are for one participant alone. */
export function SiteFiles({ participant, change }: SiteFilesProps) {
  const { key, customCaCert, ccConfig } = participant;
  return (
    <FieldGroup
      title="Files"
      help="For this participant alone. They are kept with the project."
      place={{ key, path: 'files' }}
      filled={customCaCert !== null || ccConfig !== null}
    >
      <FilePathField
        place={{ key, path: 'custom_ca_cert' }}
        label="Custom CA certificate"
        help="In PEM. Leave empty to use the project's."
        accept=".pem,.crt,.cer"
        value={customCaCert}
        onChange={(next) => change({ customCaCert: next })}
      />
      <FilePathField
        place={{ key, path: 'cc_config' }}
        label="Confidential computing"
        help="A YAML file with the compute environment and its attestation."
        accept=".yml,.yaml"
        value={ccConfig}
        onChange={(next) => change({ ccConfig: next })}
      />
    </FieldGroup>
  );
}
