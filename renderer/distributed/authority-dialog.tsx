import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { type Authority, schemes, securities } from '../../preload/contract/distributed';
import { client, orpc } from '../rpc/client';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { Callout, ErrorPanel } from '../ui/error';
import { Field, Select, TextInput } from '../ui/field';
import { toast } from '../ui/toast';
import { TaskProgress } from '../upkeep/task-progress';
import { schemeLabels, securityLabel } from '../projects/nvflare-defaults';
import { faultOf, isAboutFields } from './faults';
import { profileOf } from './project-profile';
import { useWork } from './use-work';

type Profile = Pick<
  Authority,
  'projectId' | 'name' | 'org' | 'scheme' | 'serverHost' | 'fedLearnPort' | 'adminPort' | 'connectionSecurity'
>;

const blank: Profile = {
  ...{ projectId: null, name: '', org: '', scheme: 'grpc', serverHost: '' },
  ...{ fedLearnPort: 8002, adminPort: null, connectionSecurity: 'mtls' },
};

const pickProfile = ({ projectId, name, org, scheme, ...rest }: Authority): Profile => ({
  ...{ projectId, name, org, scheme, serverHost: rest.serverHost, fedLearnPort: rest.fedLearnPort },
  ...{ adminPort: rest.adminPort, connectionSecurity: rest.connectionSecurity },
});

interface AuthorityDialogProps {
  /** The CA whose place the new one takes; without it, a first one is made. */
  replaced?: Authority;
  onClose: () => void;
  onMade: (authorityId: string) => void;
}

/** Makes a CA whose owner signs what sites ask for, or one in the place of another. */
export function AuthorityDialog({ replaced, onClose, onMade }: AuthorityDialogProps) {
  const formId = useId();
  const [profile, setProfile] = useState<Profile>(replaced ? pickProfile(replaced) : blank);
  const [tried, setTried] = useState(false);
  const portFault = tried && !isPort(profile.fedLearnPort) ? 'A port from 1 to 65535.' : undefined;
  const words = { done: `The CA of ${profile.name} is made`, failed: 'The CA was not made' };
  const work = useWork(client.distributed.createAuthority, words, ({ authorityId }) => onMade(authorityId));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (isPort(profile.fedLearnPort)) work.run({ ...profile, replaces: replaced?.id ?? null });
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={replaced ? `Replace the CA of ${replaced.name}` : 'New CA for signing'}
      description={
        replaced
          ? 'Makes another certificate authority under the same name, which signs from then on.'
          : 'Makes a certificate authority that signs requests. What is set here goes into every kit.'
      }
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={formId} variant="primary" busy={work.busy}>
            {replaced ? 'Replace the CA' : 'Make the CA'}
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} noValidate className="flex flex-col gap-4">
        {replaced ? <ReplaceSteps /> : null}
        <ProfileFields
          profile={profile}
          named={!replaced}
          {...{ error: work.error, portFault }}
          onChange={setProfile}
        />
        {work.task ? <TaskProgress task={work.task} label="Making the CA" /> : null}
        {work.error && !isAboutFields(work.error) ? <ErrorPanel error={work.error} /> : null}
      </form>
    </Dialog>
  );
}

interface ProfileFieldsProps {
  profile: Profile;
  /** Whether the name can be chosen. */
  named?: boolean;
  portFault?: string | undefined;
  error: unknown;
  onChange: (profile: Profile) => void;
}

function ProfileFields({ profile, named, portFault, error, onChange }: ProfileFieldsProps) {
  const set = (change: Partial<Profile>) => onChange({ ...profile, ...change });
  return (
    <>
      {named ? <NameFields profile={profile} error={error} onChange={onChange} /> : null}
      <div className="grid grid-cols-[1fr_7rem] gap-3">
        <Field
          label="Server host name"
          required
          help="Where everyone reaches the server. The server's request must be made with this name."
          error={faultOf(error, 'serverHost')}
        >
          <TextInput
            maxLength={253}
            value={profile.serverHost}
            onChange={(e) => set({ serverHost: e.target.value })}
          />
        </Field>
        <Field label="Port" error={portFault}>
          <TextInput
            inputMode="numeric"
            value={profile.fedLearnPort}
            onChange={(e) => set({ fedLearnPort: toPort(e.target.value) })}
          />
        </Field>
      </div>
      <ConnectionFields profile={profile} error={error} onChange={onChange} />
    </>
  );
}

function NameFields({ profile, error, onChange }: ProfileFieldsProps) {
  const set = (change: Partial<Profile>) => onChange({ ...profile, ...change });
  return (
    <>
      <ProjectPicker value={profile.projectId} onProfile={set} />
      <Field
        label="Project"
        required
        help="Requests must use exactly this name. The CA gets it too."
        error={faultOf(error, 'name')}
      >
        <TextInput maxLength={64} value={profile.name} onChange={(e) => set({ name: e.target.value })} />
      </Field>
    </>
  );
}

/** What it means for everyone, before it is done. */
function ReplaceSteps() {
  return (
    <Callout tone="attention" title="Everyone needs a new kit">
      <ol className="list-decimal pl-4">
        <li>From now on the new CA signs. What was signed before stays valid until it ends.</li>
        <li>The server, every site and every admin make a new request under the same name, and a new kit.</li>
        <li>Kits of the two CAs refuse each other: agree on a moment at which all of them change.</li>
        <li>When everyone has changed, destroy the key of the old CA.</li>
      </ol>
    </Callout>
  );
}

function ConnectionFields({ profile, error, onChange }: ProfileFieldsProps) {
  const set = (change: Partial<Profile>) => onChange({ ...profile, ...change });
  const pick = <T extends string>(values: readonly T[], value: string) =>
    values.find((each) => each === value);
  return (
    <div className="grid grid-cols-3 gap-3">
      <Field label="Scheme">
        <Select
          value={profile.scheme}
          onValueChange={(value) => set({ scheme: pick(schemes, value) ?? 'grpc' })}
          options={schemes.map((value) => ({ value, label: schemeLabels[value] }))}
        />
      </Field>
      <Field label="Connection security">
        <Select
          value={profile.connectionSecurity}
          onValueChange={(value) => set({ connectionSecurity: pick(securities, value) ?? 'mtls' })}
          options={securities.map((value) => ({ value, label: securityLabel(value) }))}
        />
      </Field>
      <Field label="Organisation" error={faultOf(error, 'org')}>
        <TextInput
          maxLength={100}
          placeholder="None"
          value={profile.org}
          onChange={(e) => set({ org: e.target.value })}
        />
      </Field>
    </div>
  );
}

const isPort = (port: number): boolean => port >= 1 && port <= 65_535;

/** Digits as they are typed. */
const toPort = (text: string): number => Number(text.replaceAll(/\D/g, '').slice(0, 5));

interface ProjectPickerProps {
  value: string | null;
  onProfile: (profile: Partial<Profile>) => void;
}

/** Takes name and server from a project. */
function ProjectPicker({ value, onProfile }: ProjectPickerProps) {
  const projects = useQuery(orpc.projects.list.queryOptions({ input: {} }));
  const found = projects.data?.projects ?? [];
  if (found.length === 0) return null;
  const take = async (projectId: string) => {
    if (projectId === '') return onProfile({ projectId: null });
    onProfile(profileOf(projectId, (await client.projects.get({ projectId })).model));
  };
  return (
    <Field
      label="Take from a project"
      help="This CA is separate from the project's own. Kits of the two cannot connect to each other."
    >
      <Select
        value={value ?? ''}
        onValueChange={(id) => void take(id).catch((error: unknown) => toast.error(error))}
        options={[{ value: '', label: 'None' }, ...found.map(({ id, name }) => ({ value: id, label: name }))]}
      />
    </Field>
  );
}
