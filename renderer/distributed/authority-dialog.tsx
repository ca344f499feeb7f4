import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { type Authority, schemes, securities } from '../../preload/contract/distributed';
import { client, orpc } from '../rpc/client';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { ErrorPanel } from '../ui/error';
import { Field, Select, TextInput } from '../ui/field';
import { toast } from '../ui/toast';
import { TaskProgress } from '../upkeep/task-progress';
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

interface AuthorityDialogProps {
  onClose: () => void;
  onMade: (authorityId: string) => void;
}

/** Makes a CA whose owner signs what sites ask for. */
export function AuthorityDialog({ onClose, onMade }: AuthorityDialogProps) {
  const formId = useId();
  const [profile, setProfile] = useState(blank);
  const words = { done: `The CA of ${profile.name} is made`, failed: 'The CA was not made' };
  const work = useWork(client.distributed.createAuthority, words, ({ authorityId }) => onMade(authorityId));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    work.run(profile);
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="New CA for signing"
      description="Makes a certificate authority that signs requests. What is set here goes into every kit."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={formId} variant="primary" busy={work.busy}>
            Make the CA
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} noValidate className="flex flex-col gap-4">
        <ProfileFields profile={profile} error={work.error} onChange={setProfile} />
        {work.task ? <TaskProgress task={work.task} label="Making the CA" /> : null}
        {work.error && !isAboutFields(work.error) ? <ErrorPanel error={work.error} /> : null}
      </form>
    </Dialog>
  );
}

interface ProfileFieldsProps {
  profile: Profile;
  error: unknown;
  onChange: (profile: Profile) => void;
}

function ProfileFields({ profile, error, onChange }: ProfileFieldsProps) {
  const set = (change: Partial<Profile>) => onChange({ ...profile, ...change });
  return (
    <>
      <ProjectPicker value={profile.projectId} onProfile={set} />
      <Field
        label="Project"
        required
        help="Every request must name the project exactly so. The CA gets this name too."
        error={faultOf(error, 'name')}
      >
        <TextInput maxLength={64} value={profile.name} onChange={(e) => set({ name: e.target.value })} />
      </Field>
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
        <Field label="Port">
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
          options={schemes.map((value) => ({ value, label: value }))}
        />
      </Field>
      <Field label="Connection security">
        <Select
          value={profile.connectionSecurity}
          onValueChange={(value) => set({ connectionSecurity: pick(securities, value) ?? 'mtls' })}
          options={securities.map((value) => ({ value, label: value }))}
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

/** Digits as they are typed; what is no port is refused when it is sent. */
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
      help="The CA is another one than that of the project's own runs: kits of the two refuse each other."
    >
      <Select
        value={value ?? ''}
        onValueChange={(id) => void take(id).catch((error: unknown) => toast.error(error))}
        options={[{ value: '', label: 'None' }, ...found.map(({ id, name }) => ({ value: id, label: name }))]}
      />
    </Field>
  );
}
