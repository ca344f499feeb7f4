import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import type { ContainerSpec } from '../../preload/contract/container-create';
import type { Host } from '../../preload/contract/hosts';
import { orpc } from '../rpc/client';
import { Button } from '../ui/button';
import { ErrorPanel } from '../ui/error';
import { Field, Select } from '../ui/field';
import { Page } from '../ui/page';
import { useShortcut } from '../ui/shortcuts';
import { Status } from '../ui/status';
import { toast } from '../ui/toast';
import { useUnsavedGuard } from '../ui/use-unsaved-guard';
import { BasicFields } from './basic-fields';
import { type Draft, emptyDraft, type Faults, stillWrong, toSpec } from './draft';
import { EnvironmentFields } from './environment-fields';
import { LabelFields, MountFields, PortFields } from './place-fields';
import { ResourceFields } from './resource-fields';
import { ReviewDialog } from './review-dialog';
import { useOffer } from './use-offer';

const route = getRouteApi('/containers/new');

/** A new container, by form. */
export function NewContainerPage() {
  const hosts = useQuery(orpc.hosts.list.queryOptions());
  if (hosts.data) return <Form hosts={hosts.data} />;
  return (
    <Page title="New container">
      {hosts.error ? <ErrorPanel error={hosts.error} onRetry={() => void hosts.refetch()} /> : null}
    </Page>
  );
}

function Form({ hosts }: { hosts: Host[] }) {
  const { host: wanted } = route.useSearch();
  const navigate = route.useNavigate();
  const [picked, setPicked] = useState(wanted ?? null);
  // As long as nobody has picked one: the list may still grow.
  const hostId = picked ?? (hosts.length === 1 ? (hosts[0]?.id ?? '') : '');
  const [draft, setDraft] = useState<Draft>(emptyDraft);
  const [faults, setFaults] = useState<Faults>({});
  /** How often a review was asked for. */
  const [asked, setAsked] = useState(0);
  const fields = useFirstFault(asked);
  const [spec, setSpec] = useState<ContainerSpec | null>(null);
  const [made, setMade] = useState(false);
  const offer = useOffer(hosts.filter(({ id }) => hostId === '' || id === hostId));
  useUnsavedGuard(draft !== emptyDraft && !made);
  const change = (part: Partial<Draft>) => {
    setFaults((before) => stillWrong(before, { ...draft, ...part }));
    setDraft((before) => ({ ...before, ...part }));
  };
  const review = (next: Draft) => {
    const read = toSpec(next);
    setFaults(read.faults ?? {});
    setSpec(read.spec);
    setAsked((before) => before + 1);
  };
  useShortcut('mod+enter', () => review(draft), 'Review the container');
  const takePort = (index: number, port: number) => {
    const ports = draft.ports.map((each, at) => (at === index ? { ...each, hostPorts: String(port) } : each));
    change({ ports });
    review({ ...draft, ports });
  };
  const props = { draft, change, faults, offer };
  return (
    <Page
      title="New container"
      state={<FaultNote faults={faults} />}
      actions={
        <Button variant="primary" onClick={() => review(draft)}>
          Review
        </Button>
      }
    >
      <div ref={fields} className="flex max-w-4xl flex-col gap-6">
        {offer.error ? <ErrorPanel error={offer.error} title="The engine could not be asked" /> : null}
        <HostField
          hosts={hosts}
          value={hostId}
          onChange={(chosen) => {
            setPicked(chosen);
            // Another host has other GPUs.
            if (draft.gpus === 'devices') change({ gpuChoice: '' });
          }}
        />
        <BasicFields {...props} />
        <PortFields {...props} />
        <EnvironmentFields {...props} />
        <MountFields {...props} />
        <ResourceFields {...props} />
        <LabelFields {...props} />
      </div>
      {spec ? (
        <ReviewDialog
          spec={spec}
          hostId={hostId === '' ? null : hostId}
          hosts={hosts}
          onClose={() => setSpec(null)}
          onPort={takePort}
          onMade={({ hostId: where, name }) => {
            setMade(true);
            toast.success(`${spec.start ? 'Started' : 'Created'} "${name}"`);
            setTimeout(() => void navigate({ to: '/containers', search: { host: where } }));
          }}
        />
      ) : null}
    </Page>
  );
}

/** Puts the cursor where something is wrong: that may be far from where a review was asked for. */
function useFirstFault(asked: number) {
  const fields = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (asked > 0) fields.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [asked]);
  return fields;
}

/** Beside the title, which stays in view. */
function FaultNote({ faults }: { faults: Faults }) {
  const count = Object.keys(faults).length;
  if (count === 0) return null;
  const label = count === 1 ? 'One field needs another look' : `${count} fields need another look`;
  return (
    <span role="alert">
      <Status state="failed" label={label} />
    </span>
  );
}

interface HostFieldProps {
  hosts: Host[];
  value: string;
  onChange: (hostId: string) => void;
}

function HostField({ hosts, value, onChange }: HostFieldProps) {
  return (
    <Field
      label="Host"
      className="max-w-sm"
      help={
        value === ''
          ? 'Fedwright picks the host with the most free memory of those where nothing is in the way, and shows why.'
          : undefined
      }
    >
      <Select
        value={value}
        onValueChange={onChange}
        options={[
          { value: '', label: 'Choose for me' },
          ...hosts.map(({ id, name }) => ({ value: id, label: name })),
        ]}
      />
    </Field>
  );
}
