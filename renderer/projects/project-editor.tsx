import { getRouteApi } from '@tanstack/react-router';
import { lazy, type ReactNode, Suspense, useDeferredValue } from 'react';
import type { ProjectDetail } from '../../preload/contract/projects';
import { Page } from '../ui/page';
import { Progress } from '../ui/progress';
import { Tabs } from '../ui/tabs';
import { useUnsavedGuard } from '../ui/use-unsaved-guard';
import { CaTab } from './ca-tab';
import { type Editor, EditorContext } from './editor-context';
import { useDraftStore } from './draft-store';
import { EditorNotices } from './editor-notices';
import type { FieldPlace } from './field-path';
import { FileInspector } from './file-inspector';
import { CodeConsent } from './code-consent';
import { KitsTab } from './kits-tab';
import { ParticipantInspector } from './participant-inspector';
import { ParticipantsTab } from './participants-tab';
import { ProjectActions } from './project-actions';
import { ProjectStateLine } from './project-state-line';
import { ProjectTab } from './project-tab';
import { type ProjectTab as TabName, readTab, tabOf } from './project-tabs';
import { ProvisionDialog } from './provision-dialog';
import { ProvisioningTab } from './provisioning-tab';
import { RunsTab } from './runs-tab';
import { StudiesTab } from './studies-tab';
import { placeInForm } from './text-place';
import { useDraft } from './use-draft';
import { useFocusField } from './use-focus-field';
import { useTextCursor } from './use-text-cursor';
import { useUndo } from './use-undo';
import { useProvision } from './use-provision';

// The library that draws it is large, and most visits do not need it.
const GraphTab = lazy(() =>
  import('./graph-tab').then(({ GraphTab: component }) => ({ default: component })),
);

const route = getRouteApi('/projects/$projectId');

/** The text editor is large, and most visits do without it. */
const YamlTab = lazy(() => import('./yaml-tab'));

/** The editor of one project: title line, problems, and the tab that is open. */
export function ProjectEditor({ projectId, detail }: { projectId: string; detail: ProjectDetail }) {
  const { validationFailed, ...editor } = useDraft(projectId, detail);
  const tab = readTab(route.useSearch().tab);
  // The frame is drawn first and the part in it in pieces, so that a large one does not hold up the window.
  const part = useDeferredValue(true, false) ? tab : null;
  const navigate = route.useNavigate();
  const show = (next: TabName) => void navigate({ search: { tab: next }, replace: true });
  const showInForm = (place: FieldPlace) => {
    show(tabOf(place));
    useDraftStore.getState().focusField(projectId, placeInForm(place, editor.model));
  };
  // On the tab with the text, a problem is shown where it stands there.
  const goTo = (place: FieldPlace) =>
    tab === 'yaml'
      ? useDraftStore.getState().focusField(projectId, { key: place.key, path: place.path, inText: true })
      : showInForm(place);
  const provision = useProvision(editor, goTo);
  const cursor = useTextCursor(part === 'yaml', editor.activeKey);
  const follow = (place: FieldPlace | null) => {
    if (place !== null && place.key !== null) editor.select(place.key);
    cursor.point(place);
  };
  const inspector = useInspectorOf(editor, tab, { place: cursor.atCursor, onOpen: showInForm, follow });
  useUnsavedGuard(editor.dirty);
  useFocusField(projectId);
  useUndo(projectId, editor.readOnly);
  return (
    <EditorContext value={editor}>
      <Page
        title={editor.model.name || 'Unnamed project'}
        state={<ProjectStateLine />}
        actions={<ProjectActions provision={provision} />}
        tabs={<EditorTabs editor={editor} tab={tab} onTab={show} />}
        inspector={inspector}
      >
        <EditorNotices
          editing={tab !== 'runs' && tab !== 'kits' && tab !== 'ca'}
          goTo={goTo}
          provisionError={provision.error}
          onProvision={provision.start}
          validationFailed={validationFailed}
        />
        {provision.choice ? (
          <ProvisionDialog
            projectId={projectId}
            reissue={provision.choice}
            participants={editor.model.participants.map(({ name }) => name)}
            onClose={provision.closeChoice}
            onStart={provision.choose}
          />
        ) : null}
        {part === 'participants' ? <ParticipantsTab /> : null}
        {part === 'graph' ? (
          <Suspense fallback={<Progress value={null} label="Opening the graph" />}>
            <GraphTab />
          </Suspense>
        ) : null}
        {part === 'project' ? <ProjectTab /> : null}
        {part === 'studies' ? <StudiesTab /> : null}
        {part === 'provisioning' ? <ProvisioningTab /> : null}
        {part === 'yaml' ? (
          <Suspense fallback={<Progress value={null} label="Opening the text" />}>
            <YamlTab showInForm={showInForm} focused={cursor.focused} onCursor={follow} />
          </Suspense>
        ) : null}
        {part === 'runs' ? <RunsTab onProvision={provision.start} /> : null}
        {part === 'kits' ? <KitsTab onProvision={provision.start} /> : null}
        {part === 'ca' ? <CaTab /> : null}
        <CodeConsent {...provision.consent} />
      </Page>
    </EditorContext>
  );
}

/** The participant that is selected, or beside the text the part of the file that its cursor is in. */
function useInspectorOf(
  editor: Editor,
  tab: TabName,
  text: {
    place: FieldPlace | null;
    onOpen: (place: FieldPlace) => void;
    follow: (place: FieldPlace | null) => void;
  },
): ReactNode {
  const { place, onOpen, follow } = text;
  if (tab === 'yaml' && place !== null && place.key === null)
    return <FileInspector place={place} onOpen={onOpen} onClose={() => follow(null)} />;
  if (tab !== 'participants' && tab !== 'graph' && tab !== 'yaml') return undefined;
  const active = editor.model.participants.find((p) => p.key === editor.activeKey);
  return active ? <ParticipantInspector participant={active} /> : undefined;
}

function EditorTabs({ editor, tab, onTab }: { editor: Editor; tab: TabName; onTab: (tab: TabName) => void }) {
  return (
    <Tabs
      label="Parts of the project"
      value={tab}
      onValueChange={onTab}
      tabs={[
        { value: 'participants', label: 'Participants', count: editor.model.participants.length },
        { value: 'graph', label: 'Graph' },
        { value: 'project', label: 'Project' },
        { value: 'studies', label: 'Studies' },
        { value: 'provisioning', label: 'Builders' },
        { value: 'yaml', label: 'YAML' },
        { value: 'runs', label: 'Runs', count: editor.detail.summary.lastRun?.number ?? 0 },
        { value: 'kits', label: 'Kits' },
        { value: 'ca', label: 'CA' },
      ]}
    />
  );
}
