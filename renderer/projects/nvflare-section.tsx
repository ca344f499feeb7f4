import type { ProjectRuntime } from '../../preload/contract/runtime';
import { ErrorPanel } from '../ui/error';
import { Field, Select } from '../ui/field';
import { Section } from '../ui/page';
import { useProjectNvflare } from './use-project-nvflare';

const usual = '';

/** Which NVFlare the project is provisioned with: the one that all use, or one of its own. */
export function NvflareSection() {
  const { query, choose, busy } = useProjectNvflare();
  return (
    <Section
      title="NVFlare"
      description="What this project is checked against and provisioned with. It takes effect at once, without saving."
    >
      {query.error ? <ErrorPanel error={query.error} title="The versions could not be read" /> : null}
      {query.data ? (
        <VersionField runtime={query.data} disabled={busy || choose === null} onChange={choose} />
      ) : null}
    </Section>
  );
}

interface VersionFieldProps {
  runtime: ProjectRuntime;
  disabled: boolean;
  onChange: ((version: string | null) => void) | null;
}

function VersionField({ runtime, disabled, onChange }: VersionFieldProps) {
  const { choices, version, lastGood } = runtime;
  const here = choices.map((choice) => choice.version);
  const offered = [...new Set([...here, ...(version ? [version] : []), ...(lastGood ? [lastGood] : [])])];
  return (
    <Field
      label="NVFlare version"
      help="All sites of a federation need the same version. Install others in Settings."
      className="max-w-96"
    >
      <Select
        value={version ?? usual}
        disabled={disabled}
        onValueChange={(next) => onChange?.(next === usual ? null : next)}
        options={[
          { value: usual, label: `The one in use${runtime.usual ? ` (${runtime.usual})` : ''}` },
          ...offered.map((value) => ({
            value,
            label: here.includes(value) ? value : `${value} (not installed)`,
          })),
        ]}
      />
    </Field>
  );
}
