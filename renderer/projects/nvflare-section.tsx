import { useMutation, useQuery } from '@tanstack/react-query';
import type { ProjectRuntime } from '../../preload/contract/runtime';
import { orpc } from '../rpc/client';
import { queryClient } from '../rpc/query-client';
import { gainedBy } from '../runtime/runtime-words';
import { Button } from '../ui/button';
import { Callout, ErrorPanel } from '../ui/error';
import { Field, Select } from '../ui/field';
import { Section } from '../ui/page';
import { toast } from '../ui/toast';
import { useEditor } from './editor-context';

const usual = '';

/** Which NVFlare the project is provisioned with: the one that all use, or one of its own. */
export function NvflareSection() {
  const { projectId, readOnly } = useEditor();
  const query = useQuery(orpc.runtime.forProject.queryOptions({ input: { projectId } }));
  const choose = useMutation(
    orpc.runtime.chooseForProject.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries(),
      onError: (error) => toast.error(error),
    }),
  );
  const change = (version: string | null) => choose.mutate({ projectId, version });
  return (
    <Section
      title="NVFlare"
      description="What this project is checked against and provisioned with. It takes effect at once, without saving."
    >
      {query.error ? <ErrorPanel error={query.error} title="The versions could not be read" /> : null}
      {query.data ? (
        <>
          <VersionField runtime={query.data} disabled={readOnly || choose.isPending} onChange={change} />
          <VersionNotice runtime={query.data} onChange={readOnly ? null : change} />
        </>
      ) : null}
    </Section>
  );
}

interface VersionFieldProps {
  runtime: ProjectRuntime;
  disabled: boolean;
  onChange: (version: string | null) => void;
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
        onValueChange={(next) => onChange(next === usual ? null : next)}
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

interface VersionNoticeProps {
  runtime: ProjectRuntime;
  onChange: ((version: string | null) => void) | null;
}

/** What the next run changes against the last successful one, and the way back. */
function VersionNotice({ runtime, onChange }: VersionNoticeProps) {
  const { next, version, lastGood, choices } = runtime;
  const canGoBack =
    lastGood !== null && lastGood !== next && choices.some((each) => each.version === lastGood);
  const action =
    onChange && canGoBack ? (
      <Button size="sm" onClick={() => onChange(lastGood)}>
        Go back to {lastGood}
      </Button>
    ) : null;
  if (next === null)
    return (
      <Callout
        tone="attention"
        title={version ? `NVFlare ${version} is not installed` : 'No NVFlare is installed'}
        action={action}
      >
        Install it in Settings, or choose another version here.
      </Callout>
    );
  if (lastGood === null || lastGood === next) return null;
  return (
    <Callout
      tone="attention"
      title={`The newest kits were made with NVFlare ${lastGood}; the next run uses ${next}`}
      action={action}
    >
      Versions do not mix within a federation: give every participant its new kit, and {next} to run it,
      before the sites start again. {describeChange(runtime, next, lastGood)}
    </Callout>
  );
}

function describeChange({ choices }: ProjectRuntime, next: string, before: string): string {
  const now = choices.find(({ version }) => version === next)?.features;
  const then = choices.find(({ version }) => version === before)?.features;
  if (!now || !then) return '';
  const gained = gainedBy(now, then);
  const lost = gainedBy(then, now);
  return [
    gained.length > 0 ? `New with it: ${gained.join(', ')}.` : '',
    lost.length > 0 ? `Gone with it: ${lost.join(', ')}.` : '',
  ]
    .filter(Boolean)
    .join(' ');
}
