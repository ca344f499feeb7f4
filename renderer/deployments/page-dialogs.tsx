import type { Deployment } from '../../preload/contract/deployments';
import type { Host } from '../../preload/contract/hosts';
import { ChooseDialog } from './choose-dialog';
import { DeployDialog } from './deploy-dialog';

/** What the address of the page says of a dialog. */
interface DialogSearch {
  project?: string;
  host?: string;
  send?: string;
  to?: string;
  new?: 1;
}

interface PageDialogsProps {
  search: DialogSearch;
  deployments: Deployment[];
  hosts: Host[];
  onGo: (change: DialogSearch) => void;
}

/** The two steps of sending kits: which, and where each of them is to run. */
export function PageDialogs({ search, deployments, hosts, onGo }: PageDialogsProps) {
  if (search.new)
    return (
      <ChooseDialog
        hostName={hosts.find(({ id }) => id === search.host)?.name ?? null}
        projectId={search.project ?? null}
        deployments={deployments}
        onChosen={(kitIds) => onGo({ new: undefined, send: kitIds.join(',') })}
        onClose={() => onGo({ new: undefined })}
      />
    );
  if (!search.send) return null;
  return (
    <DeployDialog
      key={`${search.send} ${search.to ?? ''}`}
      kitIds={search.send.split(',')}
      // What the list is narrowed to says nothing of where those go that are somewhere already.
      hostId={search.to ? null : (search.host ?? null)}
      deploymentIds={search.to?.split(',') ?? []}
      deployments={deployments}
      onClose={() => onGo({ send: undefined, to: undefined })}
    />
  );
}
