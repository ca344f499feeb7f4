import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Deployment } from '../../preload/contract/deployments';
import { Copyable } from '../ui/copy';
import { Callout } from '../ui/error';
import { FactList } from '../ui/facts';
import { InspectorHead } from '../ui/inspector-head';
import { Status } from '../ui/status';
import { RelativeTime } from '../ui/time';
import { KitCheck } from './kit-check';
import { LastTask } from './last-task';
import { PreviousKits } from './previous-kits';
import type { Actions } from './use-actions';
import { describeKit, runOf, stateOf, typeWords, wantsKit, wayOut } from './words';

interface InspectorProps {
  deployment: Deployment;
  buttons: ReactNode;
  actions: Actions;
  onClose: () => void;
}

/** One deployment: how it is, what can be done, which kit it is, and those of before. */
export function DeploymentInspector({ deployment, buttons, actions, onClose }: InspectorProps) {
  const { participant, state } = deployment;
  return (
    <>
      <InspectorHead title={participant} onClose={onClose}>
        <Status {...stateOf(deployment)} detail={state?.since ? <RelativeTime at={state.since} /> : null} />
      </InspectorHead>
      <div className="flex flex-col gap-5 p-4">
        <div className="flex flex-wrap gap-2">{buttons}</div>
        <LastTask deployment={deployment} onStartAnyway={() => void actions.start([deployment], true)} />
        {state?.note ? <Note deployment={deployment} note={state.note} /> : null}
        <FactList layout="column" facts={factsOf(deployment)} />
        <KitCheck deployment={deployment} />
        <PreviousKits deployment={deployment} actions={actions} />
      </div>
    </>
  );
}

function Note({ deployment, note }: { deployment: Deployment; note: string }) {
  const phase = deployment.state?.phase;
  if (phase === 'unreachable')
    return (
      <Callout tone="attention" title={note}>
        What is shown is what was last known.
      </Callout>
    );
  if (phase === 'lost')
    return (
      <Callout tone="attention" title="It has lost its server, and tries again by itself">
        <p className="font-mono text-sm wrap-anywhere">{note}</p>
      </Callout>
    );
  if (deployment.state?.noteOf === 'words')
    return (
      <Callout tone={stateOf(deployment).state === 'failed' ? 'failed' : 'attention'} title={note}>
        {wayOut(deployment)}
      </Callout>
    );
  return (
    <div>
      <h3 className="text-sm text-faint">Last log line</h3>
      <p className="rounded-sm bg-sunken px-2 py-1 font-mono text-sm wrap-anywhere">{note}</p>
    </div>
  );
}

function factsOf(deployment: Deployment) {
  const { place, state, type, projectId, projectName, deployedAt, deployedBy } = deployment;
  return [
    { label: 'Type', value: typeWords[type] },
    {
      label: 'Project',
      value: (
        <Link
          to="/projects/$projectId"
          params={{ projectId }}
          search={{ tab: 'kits' }}
          className="rounded-sm text-accent hover:underline"
        >
          {projectName}
        </Link>
      ),
    },
    { label: 'Host', value: deployment.hostName },
    ...(place.kind === 'host'
      ? [
          { label: 'Folder', value: <Copyable mono label="path" value={place.directory} /> },
          { label: 'Python', value: place.python ?? 'The first with NVFlare' },
        ]
      : [
          { label: 'Container', value: <Copyable mono label="name" value={place.name} /> },
          { label: 'Image', value: <Copyable mono label="image" value={place.image} /> },
          { label: 'Network', value: place.network },
        ]),
    { label: 'Kit', value: <Status {...describeKit(deployment)} detail={runOf(deployment)} /> },
    ...(deployment.currentKit && wantsKit(deployment)
      ? [{ label: 'Should have', value: `Run ${deployment.currentKit.runNumber}` }]
      : []),
    { label: 'Sent', value: <RelativeTime at={deployedAt} /> },
    { label: 'Sent by', value: deployedBy },
    ...(typeof state?.sites === 'number' ? [{ label: 'Sites', value: String(state.sites) }] : []),
    ...(state?.pid ? [{ label: 'Process ID', value: String(state.pid) }] : []),
    ...(typeof state?.exitCode === 'number' ? [{ label: 'Exit code', value: String(state.exitCode) }] : []),
  ];
}
