import type { ClientParticipant } from '../../preload/contract/projects';
import { ConnectToFields } from './connect-to-fields';
import { useEditor } from './editor-context';
import { NumberField, SecurityField } from './editor-fields';
import { NameField, OrgField, ParticipantDescription } from './identity-fields';
import { ListeningHostFields } from './listening-host-fields';
import { patchParticipant } from './model-edit';
import { ParticipantNameField } from './participant-name-field';
import { defaults } from './nvflare-defaults';
import { SiteFiles } from './site-files';

type Change = (patch: Partial<Omit<ClientParticipant, 'key' | 'type'>>) => void;

/** Everything about a client, that is a site with data of its own. */
export function ClientFields({ participant }: { participant: ClientParticipant }) {
  const { edit } = useEditor();
  const { key } = participant;
  const change: Change = (patch) => edit((model) => patchParticipant(model, key, patch));
  return (
    <>
      <NameField participant={participant} />
      <OrgField participant={participant} />
      <ParticipantDescription participant={participant} />
      <CapacityFields participant={participant} change={change} />
      <SecurityField
        place={{ key, path: 'connection_security' }}
        value={participant.connectionSecurity}
        onChange={(connectionSecurity) => change({ connectionSecurity })}
      />
      <ParentField participant={participant} change={change} />
      <ConnectToFields
        participantKey={key}
        value={participant.connectTo}
        onChange={(connectTo) => change({ connectTo })}
      />
      <ListeningHostFields
        participantKey={key}
        value={participant.listeningHost}
        onChange={(listeningHost) => change({ listeningHost })}
        help="Only for sites whose trainers or child sites connect to them."
      />
      <SiteFiles participant={participant} change={change} />
    </>
  );
}

function CapacityFields({ participant, change }: { participant: ClientParticipant; change: Change }) {
  const { key } = participant;
  return (
    <div className="grid grid-cols-2 gap-3">
      <NumberField
        place={{ key, path: 'capacity.num_of_gpus' }}
        label="GPUs"
        value={participant.numOfGpus}
        onChange={(numOfGpus) => change({ numOfGpus })}
        placeholder={defaults.gpus}
      />
      <NumberField
        place={{ key, path: 'capacity.mem_per_gpu_in_GiB' }}
        label="Memory per GPU"
        unit="GiB"
        kind="decimal"
        value={participant.memPerGpuInGib}
        onChange={(memPerGpuInGib) => change({ memPerGpuInGib })}
        placeholder={defaults.gpuMemory}
      />
    </div>
  );
}

function ParentField({ participant, change }: { participant: ClientParticipant; change: Change }) {
  const { model } = useEditor();
  const others = model.participants.filter((p) => p.type === 'client' && p.key !== participant.key);
  return (
    <ParticipantNameField
      place={{ key: participant.key, path: 'parent' }}
      label="Parent"
      help="Another site above this one in a tree of sites."
      value={participant.parent}
      onChange={(parent) => change({ parent })}
      unset="None"
      names={others.map((p) => p.name)}
    />
  );
}
