import { type FormEvent, useId, useState } from 'react';
import type { OwnRequest } from '../../preload/contract/distributed';
import { client } from '../rpc/client';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { ErrorPanel } from '../ui/error';
import { Field, Select, TagInput, TextInput } from '../ui/field';
import { TaskProgress } from '../upkeep/task-progress';
import { faultOf, isAboutFields } from './faults';
import { useWork } from './use-work';
import { roleOptions, typeOptions } from './words';

type Wanted = Pick<OwnRequest, 'project' | 'name' | 'org' | 'type' | 'role' | 'hostNames'>;

const blank: Wanted = { project: '', name: '', org: '', type: 'client', role: null, hostNames: [] };

interface RequestDialogProps {
  onClose: () => void;
  onMade: (requestId: string) => void;
}

/** Makes a key here, and a request for a certificate for it. */
export function RequestDialog({ onClose, onMade }: RequestDialogProps) {
  const formId = useId();
  const [wanted, setWanted] = useState(blank);
  const words = { done: `The request of ${wanted.name} is made`, failed: 'The request was not made' };
  const work = useWork(client.distributed.createRequest, words, ({ requestId }) => onMade(requestId));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    work.run(wanted);
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="New request"
      description="Makes a private key, which stays on this machine, and a certificate signing request (CSR) for the project admin."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={formId} variant="primary" busy={work.busy}>
            Make the request
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} noValidate className="flex flex-col gap-4">
        <WantedFields wanted={wanted} error={work.error} onChange={setWanted} />
        {work.task ? <TaskProgress task={work.task} label="Making the key and the request" /> : null}
        {work.error && !isAboutFields(work.error) ? <ErrorPanel error={work.error} /> : null}
      </form>
    </Dialog>
  );
}

interface WantedFieldsProps {
  wanted: Wanted;
  error: unknown;
  onChange: (wanted: Wanted) => void;
}

const nameHelp: Record<Wanted['type'], string> = {
  client: 'How the federation knows this site, as in north-hospital.',
  server: 'The host name that everyone connects to, as in fl.example.org.',
  admin: "The person's e-mail address.",
};

function WantedFields({ wanted, error, onChange }: WantedFieldsProps) {
  const set = (change: Partial<Wanted>) => onChange({ ...wanted, ...change });
  return (
    <>
      <Field
        label="Project"
        required
        help="Ask the project admin: it has to be written exactly as there."
        error={faultOf(error, 'project')}
      >
        <TextInput
          autoFocus
          maxLength={64}
          value={wanted.project}
          onChange={(e) => set({ project: e.target.value })}
        />
      </Field>
      <KindFields wanted={wanted} error={error} onChange={onChange} />
      <Field label="Name" required help={nameHelp[wanted.type]} error={faultOf(error, 'name')}>
        <TextInput maxLength={253} value={wanted.name} onChange={(e) => set({ name: e.target.value })} />
      </Field>
      <Field
        label="Organisation"
        required
        help="Letters, digits and underscores, as in north_hospital."
        error={faultOf(error, 'org')}
      >
        <TextInput maxLength={100} value={wanted.org} onChange={(e) => set({ org: e.target.value })} />
      </Field>
      {wanted.type === 'server' ? (
        <Field
          label="Further host names"
          help="Other names or addresses that the server is reached by."
          error={faultOf(error, 'hostNames')}
        >
          <TagInput value={wanted.hostNames} onChange={(hostNames) => set({ hostNames })} />
        </Field>
      ) : null}
    </>
  );
}

function KindFields({ wanted, error, onChange }: WantedFieldsProps) {
  const setType = (value: string) => {
    const type = typeOptions.find((option) => option.value === value)?.value ?? 'client';
    onChange({ ...wanted, type, role: type === 'admin' ? 'lead' : null });
  };
  const setRole = (value: string) =>
    onChange({ ...wanted, role: roleOptions.find((option) => option.value === value)?.value ?? null });
  return (
    <div className="grid grid-cols-2 gap-3">
      <Field label="Type" help="NVFlare signs no relays in this way.">
        <Select value={wanted.type} onValueChange={setType} options={typeOptions} />
      </Field>
      {wanted.type === 'admin' ? (
        <Field
          label="Role"
          help="NVFlare signs no project admins in this way."
          error={faultOf(error, 'role')}
        >
          <Select value={wanted.role ?? ''} onValueChange={setRole} options={roleOptions} />
        </Field>
      ) : null}
    </div>
  );
}
