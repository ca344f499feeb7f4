import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import type { KitSummary } from '../../preload/contract/kits';
import { kitListOptions } from '../rpc/kit-list';
import { useWorkspaceView } from '../rpc/workspace-view';
import { FirstRead } from '../ui/first-read';
import { Page } from '../ui/page';
import { ExportDialog } from './export-dialog';
import { HandoverOffer } from './handover-offer';
import { HistoryLink } from './history/history-link';
import { KitInspector } from './kit-inspector';
import { KitsState } from './kits-state';
import { KitsTable } from './kits-table';
import { type KitExports, useFolderExport, useZipExport } from './use-export';

const route = getRouteApi('/kits');

/** The startup kits of all projects: whether they are intact, who got them, and the ways out. */
export function KitsPage() {
  const { project, kit } = route.useSearch();
  const navigate = route.useNavigate();
  const [all, setAll] = useState(false);
  const workspaceId = useWorkspaceView();
  // A link to one project's kits shows them whichever workspace is in view.
  const where = project === undefined ? { workspaceId } : { projectId: project };
  const kits = useQuery(kitListOptions({ ...where, all }));
  const zip = useZipExport();
  const folder = useFolderExport();
  const exports: KitExports = {
    zip: (chosen) => zip.mutate(chosen),
    folder: (chosen) => folder.mutate(chosen),
    busy: zip.isPending ? 'zip' : folder.isPending ? 'folder' : null,
  };
  const shown = project ?? onlyProject(kits.data);
  const show = (kitId?: string) => void navigate({ search: { project, kit: kitId }, replace: true });
  return (
    <Page
      title="Kits"
      state={kits.data ? <KitsState kits={kits.data} /> : null}
      actions={shown === undefined ? null : <HistoryLink projectId={shown} />}
      inspector={
        kit ? <KitInspector key={kit} kitId={kit} exports={exports} onClose={() => show()} /> : undefined
      }
    >
      <FirstRead query={kits} what="The kits" />
      {kits.data ? (
        <KitsTable
          kits={kits.data}
          project={project ?? null}
          onProject={(next) => void navigate({ search: { project: next ?? undefined, kit } })}
          all={all}
          onAll={setAll}
          activeId={kit ?? null}
          onOpen={show}
          exports={exports}
        />
      ) : null}
      <HandoverOffer />
      {zip.data ? <ExportDialog done={zip.data} onClose={() => zip.reset()} /> : null}
    </Page>
  );
}

/** Where all kits in view are of one project, it need not be chosen first. */
function onlyProject(kits: readonly KitSummary[] = []): string | undefined {
  const [first] = kits;
  return first && kits.every(({ projectId }) => projectId === first.projectId) ? first.projectId : undefined;
}
