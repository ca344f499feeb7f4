import { useMutation, useQuery } from '@tanstack/react-query';
import { type Json, isJsonMap } from '../../preload/contract/json';
import { client, orpc } from '../rpc/client';
import { queryClient } from '../rpc/query-client';
import { Button } from '../ui/button';
import { Section } from '../ui/page';
import { RelativeTime } from '../ui/time';
import { toast } from '../ui/toast';
import { BuildersSection } from './builders-section';
import { EdgeSection } from './edge-section';
import { useEditor } from './editor-context';
import { OptionalTextField } from './editor-fields';
import { setArgument } from './builder-edit';

/** How the kits are made. */
export function ProvisioningTab() {
  return (
    <div className="@container flex max-w-4xl shrink-0 flex-col gap-6">
      <BuildersSection />
      <PackagerSection />
      <AllowedCode />
      <EdgeSection />
    </div>
  );
}

function PackagerSection() {
  const { model, edit } = useEditor();
  const { packager } = model;
  const path: Json | undefined = isJsonMap(packager) ? packager['path'] : undefined;
  const set = (typed: string | null) =>
    edit((now) => ({ ...now, packager: typed === null ? null : setArgument(now.packager, 'path', typed) }));
  return (
    <Section title="Packager" description="A class that works on the finished kits. Most projects have none.">
      <OptionalTextField
        place={{ key: null, path: 'packager.path' }}
        also={['packager']}
        label="Class"
        mono
        value={typeof path === 'string' ? path : null}
        onChange={set}
        placeholder="None"
      />
    </Section>
  );
}

/** Code and files from outside that someone has allowed, and the way to take that back. */
function AllowedCode() {
  const { projectId, detail } = useEditor();
  const options = orpc.projects.code.queryOptions({ input: { projectId } });
  // With every revision, as the stored file is what is asked about.
  const { data = [] } = useQuery({ ...options, queryKey: [...options.queryKey, detail.summary.revision] });
  const withdraw = useMutation({
    mutationFn: (path: string) => client.projects.withdrawCode({ projectId, path }),
    onSuccess: () =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: options.queryKey }),
        queryClient.invalidateQueries({ queryKey: orpc.projects.get.queryKey({ input: { projectId } }) }),
      ]),
    onError: (error) => toast.error(error),
  });
  const allowed = data.flatMap(({ path, allowed: by }) => (by ? [{ path, by }] : []));
  if (allowed.length === 0) return null;
  return (
    <Section
      title="Allowed code and files"
      count={allowed.length}
      description="Classes from outside NVFlare that this project may run, and files of this machine that it may read."
    >
      <ul aria-label="Allowed code and files" className="flex flex-col gap-1">
        {allowed.map(({ path, by }) => (
          <li
            key={path}
            className="flex items-center gap-3 rounded border border-line bg-surface px-3 py-1.5"
          >
            <span className="min-w-0 flex-1 font-mono text-sm wrap-anywhere">{path}</span>
            <span className="text-sm text-muted">
              {by.by}, <RelativeTime at={by.at} />
            </span>
            <Button size="sm" busy={withdraw.isPending} onClick={() => withdraw.mutate(path)}>
              Withdraw
            </Button>
          </li>
        ))}
      </ul>
    </Section>
  );
}
