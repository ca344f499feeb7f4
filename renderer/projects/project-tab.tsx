import type { ProjectModel } from '../../preload/contract/projects';
import { schemes } from '../../preload/contract/projects';
import { Section } from '../ui/page';
import { useEditor } from './editor-context';
import { ChoiceField, DescriptionField, OptionalTextField, SecurityField, TextField } from './editor-fields';
import { FilePathField } from './file-path-field';
import { KeptKeys } from './kept-keys';
import { defaults, schemeLabels } from './nvflare-defaults';
import { NvflareSection } from './nvflare-section';
import { OverseerSection } from './overseer-section';
import { ProjectFilesSection } from './project-files-section';
import { parseTypedNumber, showTyped } from './typed-value';
import { unshownOfProject } from './unshown';
import { UnshownProblems } from './unshown-problems';

type Change = (patch: Partial<Omit<ProjectModel, 'participants'>>) => void;
interface PartProps {
  model: ProjectModel;
  change: Change;
}

/** What holds for the whole project. */
export function ProjectTab() {
  const { model, problems, unsupported, edit } = useEditor();
  const change: Change = (patch) => edit((current) => ({ ...current, ...patch }));
  return (
    <div className="@container flex max-w-4xl shrink-0 flex-col gap-6">
      <UnshownProblems participantKey={null} problems={unshownOfProject([...problems, ...unsupported])} />
      <IdentitySection model={model} change={change} />
      <ConnectionSection model={model} change={change} />
      <KitSection model={model} change={change} />
      <ProjectFilesSection />
      <OverseerSection value={model.overseerAgent} onChange={(overseerAgent) => change({ overseerAgent })} />
      <NvflareSection />
      <KeptKeys />
    </div>
  );
}

const columns = 'grid grid-cols-1 gap-x-4 gap-y-3 @2xl:grid-cols-2';

function IdentitySection({ model, change }: PartProps) {
  return (
    <Section title="Project">
      <div className={columns}>
        <TextField
          place={{ key: null, path: 'name' }}
          label="Name"
          required
          help="Every kit carries it: after a change, the kits of all participants have to be handed out again."
          value={model.name}
          onChange={(name) => change({ name })}
        />
        <ChoiceField
          place={{ key: null, path: 'api_version' }}
          label="API version of the file"
          help="Version 4 allows studies."
          value={model.apiVersion === null ? null : showTyped(model.apiVersion)}
          onChange={(typed) => change({ apiVersion: parseTypedNumber(typed ?? '') })}
          unset="Not set"
          choices={[
            { value: '3', label: '3' },
            { value: '4', label: '4' },
          ]}
        />
      </div>
      <DescriptionField
        place={{ key: null, path: 'description' }}
        value={model.description}
        onChange={(description) => change({ description })}
      />
    </Section>
  );
}

function ConnectionSection({ model, change }: PartProps) {
  return (
    <Section title="Connections" description="For every participant that does not set its own.">
      <div className={columns}>
        <ChoiceField
          place={{ key: null, path: 'scheme' }}
          label="Scheme"
          help="The protocol between the server and the sites."
          value={model.scheme}
          onChange={(scheme) => change({ scheme })}
          unset={defaults.scheme}
          choices={schemes.map((value) => ({ value, label: schemeLabels[value] }))}
        />
        <SecurityField
          place={{ key: null, path: 'connection_security' }}
          value={model.connectionSecurity}
          onChange={(connectionSecurity) => change({ connectionSecurity })}
          unset="Default (mTLS)"
        />
        <FilePathField
          place={{ key: null, path: 'custom_ca_cert' }}
          label="Custom CA certificate"
          help="In PEM, for servers behind a proxy with a certificate of its own."
          accept=".pem,.crt,.cer"
          value={model.customCaCert}
          onChange={(customCaCert) => change({ customCaCert })}
        />
      </div>
    </Section>
  );
}

function KitSection({ model, change }: PartProps) {
  return (
    <Section title="Startup kits">
      <div className={columns}>
        <OptionalTextField
          place={{ key: null, path: 'docker_image' }}
          label="Docker image"
          help="When set, every kit gets a docker.sh that starts this image."
          mono
          value={model.dockerImage}
          onChange={(dockerImage) => change({ dockerImage })}
          placeholder={defaults.dockerImage}
        />
        <ChoiceField
          place={{ key: null, path: 'allow_log_streaming' }}
          label="Log streaming"
          help="Whether sites may send their logs to the server."
          value={model.allowLogStreaming === null ? null : String(model.allowLogStreaming)}
          onChange={(typed) => change({ allowLogStreaming: typed === null ? null : typed === 'true' })}
          unset={defaults.logStreaming}
          choices={[
            { value: 'true', label: 'Allowed' },
            { value: 'false', label: 'Not allowed' },
          ]}
        />
      </div>
    </Section>
  );
}
