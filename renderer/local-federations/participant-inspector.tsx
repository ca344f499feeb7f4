import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Play, Radar, RotateCw, Square } from 'lucide-react';
import { useRef, useState } from 'react';
import type { LocalFederation, LocalParticipant } from '../../preload/contract/local-federations';
import { client } from '../rpc/client';
import { kitListOptions } from '../rpc/kit-list';
import { useStream } from '../rpc/use-stream';
import { Button } from '../ui/button';
import { Copyable } from '../ui/copy';
import { ErrorPanel } from '../ui/error';
import { FactList } from '../ui/facts';
import { InspectorHead } from '../ui/inspector-head';
import { LogView } from '../ui/log-view';
import { Status } from '../ui/status';
import { participantWords } from './federation-words';
import { typeWords } from './participant-columns';
import { type ParticipantAction, useFederationActions } from './use-actions';

interface ParticipantInspectorProps {
  federation: LocalFederation;
  participant: LocalParticipant;
  onClose: () => void;
}

/** One participant: what can be done with it, why it is as it is, and what it writes. */
export function ParticipantInspector({ federation, participant, onClose }: ParticipantInspectorProps) {
  const { name, type, state, reason } = participant;
  return (
    <div className="flex h-full min-h-0 flex-col">
      <InspectorHead title={name} onClose={onClose}>
        <p className="flex items-center gap-2">
          <Status {...participantWords[state]} />
          <span className="truncate text-muted">
            {typeWords[type]} of {federation.projectName}
          </span>
        </p>
      </InspectorHead>
      <div className="flex min-h-0 flex-1 flex-col gap-4 p-4">
        <ParticipantButtons federation={federation} participant={participant} />
        {reason ? <p className="text-sm wrap-anywhere">{reason}</p> : null}
        <FactList
          layout="column"
          facts={[
            {
              label: 'Files',
              value: <Copyable mono label="path" value={`${federation.directory}/kits/${name}`} />,
            },
          ]}
        />
        <ParticipantLog federationId={federation.id} participant={name} />
      </div>
    </div>
  );
}

/** Of the project's own kits; those that were made for a trial are in no list. */
function CheckButton({ federation, participant }: Omit<ParticipantInspectorProps, 'onClose'>) {
  const navigate = useNavigate();
  const kits = useQuery({
    ...kitListOptions({ projectId: federation.projectId }),
    enabled: federation.kits === 'project',
  });
  const kit = kits.data?.find((one) => one.participant === participant.name);
  if (!kit) return null;
  return (
    <Button icon={Radar} onClick={() => void navigate({ to: '/preflight', search: { kit: kit.id } })}>
      Check the connection
    </Button>
  );
}

function ParticipantButtons({ federation, participant }: Omit<ParticipantInspectorProps, 'onClose'>) {
  const { control } = useFederationActions(federation.id);
  const { name, state } = participant;
  // What concerns all of them is done to the federation as a whole.
  const idle = federation.state !== 'running' || control.isPending;
  const act = (action: ParticipantAction) => () => control.mutate({ participant: name, action });
  const runs = state === 'running' || state === 'starting';
  return (
    <div className="flex flex-wrap gap-2">
      {runs ? (
        <>
          <Button icon={Square} disabled={idle} onClick={act('stop')}>
            Stop
          </Button>
          <Button icon={RotateCw} disabled={idle} onClick={act('restart')}>
            Restart
          </Button>
        </>
      ) : (
        <Button icon={Play} disabled={idle || state === 'stopping'} onClick={act('start')}>
          Start
        </Button>
      )}
      <CheckButton federation={federation} participant={participant} />
    </div>
  );
}

function ParticipantLog({ federationId, participant }: { federationId: string; participant: string }) {
  const [text, setText] = useState('');
  const offset = useRef(0);
  const { error } = useStream({
    key: `${federationId} ${participant}`,
    open: (signal) =>
      client.localFederations.log({ federationId, participant, offset: offset.current }, { signal }),
    onEvent: (piece) => {
      offset.current = piece.nextOffset;
      setText((before) => before + piece.text);
    },
  });
  if (error) return <ErrorPanel error={error} title="The log could not be read" />;
  return (
    <LogView
      lines={text}
      follow
      label={`Log of ${participant}`}
      name={`${participant}-log`}
      empty="Nothing was written yet."
    />
  );
}
