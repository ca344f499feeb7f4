import type { ProjectRuntime } from '../../preload/contract/runtime';
import { gainedBy } from '../runtime/runtime-words';
import { Button } from '../ui/button';
import { Callout } from '../ui/error';
import { useProjectNvflare } from './use-project-nvflare';

/** What the next run changes against the last successful one, by another NVFlare, and the way back. */
export function NvflareNotice() {
  const { query, choose } = useProjectNvflare();
  return query.data ? <VersionNotice runtime={query.data} onChange={choose} /> : null;
}

interface VersionNoticeProps {
  runtime: ProjectRuntime;
  onChange: ((version: string | null) => void) | null;
}

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
  if (next === null && version === null) return null;
  if (next === null)
    return (
      <Callout tone="attention" title={`NVFlare ${version ?? ''} is not installed`} action={action}>
        Install it in Settings, or choose another version for this project.
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
