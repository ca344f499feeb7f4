import { Plus, Trash2 } from 'lucide-react';
import type { ProjectModel } from '../../preload/contract/projects';
import { Button } from '../ui/button';
import { Callout } from '../ui/error';
import { Section } from '../ui/page';
import { useEditor } from './editor-context';
import { TextField, useFieldPlace } from './editor-fields';
import { OverseerArgs } from './overseer-args-editor';
import { useProjectNvflare } from './use-project-nvflare';

type OverseerAgent = NonNullable<ProjectModel['overseerAgent']>;

interface OverseerSectionProps {
  value: OverseerAgent | null;
  onChange: (value: OverseerAgent | null) => void;
}

/** The overseer agent of NVFlare versions that have one; for the others it says what they do with it. */
export function OverseerSection({ value, onChange }: OverseerSectionProps) {
  const { readOnly } = useEditor();
  const ignoredBy = useOverseerIgnoredBy();
  if (!value && (ignoredBy || readOnly)) return null;
  return (
    <Section
      title="Overseer agent"
      description="Tells the participants of older federations which server is the active one."
      actions={
        value && !readOnly ? (
          <Button size="sm" icon={Trash2} onClick={() => onChange(null)}>
            Remove
          </Button>
        ) : null
      }
    >
      <OverseerNotes ignoredBy={value ? ignoredBy : null} />
      {value ? (
        <>
          <TextField
            place={{ key: null, path: 'overseer_agent.path' }}
            label="Path of the class"
            mono
            value={value.path}
            onChange={(path) => onChange({ ...value, path })}
            placeholder="nvflare.ha.dummy_overseer_agent.DummyOverseerAgent"
          />
          <OverseerArgs value={value.args} onChange={(args) => onChange({ ...value, args })} />
        </>
      ) : (
        <div>
          <Button size="sm" icon={Plus} onClick={() => onChange({ path: '', args: {} })}>
            Add overseer agent
          </Button>
        </div>
      )}
    </Section>
  );
}

/** What the check and the version say about the agent as a whole. */
function OverseerNotes({ ignoredBy }: { ignoredBy: string | null }) {
  const { error, warning } = useFieldPlace({ key: null, path: 'overseer_agent' });
  return (
    <>
      {error ? <Callout tone="failed" title={error} /> : null}
      {warning ? <Callout tone="attention" title={warning} /> : null}
      {ignoredBy && !warning ? (
        <Callout tone="attention" title={`NVFlare ${ignoredBy} has no overseer`}>
          It ignores this part of the file. Older versions use it.
        </Callout>
      ) : null}
    </>
  );
}

/** The version of the project when it has no overseer; null when it has one or is not known. */
function useOverseerIgnoredBy(): string | null {
  const { data } = useProjectNvflare().query;
  const used = data?.choices.find(({ version }) => version === (data.version ?? data.usual));
  return used && !used.features.overseer ? used.version : null;
}
