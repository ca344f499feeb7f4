import { useMutation } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useId, useState } from 'react';
import type { Host } from '../../preload/contract/hosts';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { ErrorPanel } from '../ui/error';
import { Field, Select, TextInput } from '../ui/field';
import { toast } from '../ui/toast';
import { faultOf, fitsName, nameFault, PairsField, readPairs } from './pairs-field';
import { useRefreshStock } from './use-host-lists';

export interface Made {
  hostId: string;
  name: string;
  driver: string;
  options: { name: string; value: string }[];
  labels: { name: string; value: string }[];
}

interface CreateDialogProps {
  /** `volume` or `network`. */
  noun: string;
  hosts: Host[];
  hostId: string | null;
  driver: string;
  optionsHelp: string;
  /** Fields of this kind of thing. */
  children?: ReactNode;
  /** What is wrong with those. */
  fault?: boolean;
  create: (made: Made) => Promise<unknown>;
  onClose: () => void;
}

/** Makes a volume or a network on one host. */
export function CreateDialog(props: CreateDialogProps) {
  const { noun, hosts, onClose } = props;
  const formId = useId();
  const [draft, setDraft] = useState({
    ...{ hostId: props.hostId ?? hosts[0]?.id ?? '', name: '', driver: props.driver },
    ...{ options: '', labels: '' },
  });
  const set = (change: Partial<typeof draft>) => setDraft({ ...draft, ...change });
  const refresh = useRefreshStock();
  const create = useMutation({
    mutationFn: () =>
      props.create({ ...draft, options: readPairs(draft.options), labels: readPairs(draft.labels) }),
    onSuccess: async () => {
      toast.success(`Made the ${noun} "${draft.name}"`);
      onClose();
      await refresh(draft.hostId);
    },
  });
  const faults = [draft.options, draft.labels].some((text) => faultOf(text) !== null) || props.fault;
  const complete = fitsName(draft.name) && draft.driver.trim() !== '' && !faults;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (complete) create.mutate();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`New ${noun}`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={formId} variant="primary" busy={create.isPending} disabled={!complete}>
            Make {noun}
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} noValidate className="flex flex-col gap-3">
        <NameAndHost draft={draft} hosts={hosts} set={set} />
        <Field label="Driver" required help={`${props.driver}, or that of a plugin of the engine.`}>
          <TextInput
            maxLength={200}
            value={draft.driver}
            onChange={(event) => set({ driver: event.target.value })}
          />
        </Field>
        {props.children}
        <PairsField
          label="Options of the driver"
          help={props.optionsHelp}
          value={draft.options}
          onChange={(options) => set({ options })}
        />
        <PairsField
          label="Labels"
          help="One a line, such as site=north."
          value={draft.labels}
          onChange={(labels) => set({ labels })}
        />
        {create.error ? <ErrorPanel error={create.error} title={`The ${noun} was not made`} /> : null}
      </form>
    </Dialog>
  );
}

interface NameAndHostProps {
  draft: { name: string; hostId: string };
  hosts: Host[];
  set: (change: { name?: string; hostId?: string }) => void;
}

function NameAndHost({ draft, hosts, set }: NameAndHostProps) {
  return (
    <div className="grid grid-cols-2 gap-3">
      <Field label="Name" required error={draft.name !== '' && !fitsName(draft.name) ? nameFault : undefined}>
        <TextInput
          autoFocus
          maxLength={128}
          value={draft.name}
          onChange={(event) => set({ name: event.target.value })}
        />
      </Field>
      <Field label="Host">
        <Select
          value={draft.hostId}
          onValueChange={(hostId) => set({ hostId })}
          options={hosts.map(({ id, name }) => ({ value: id, label: name }))}
        />
      </Field>
    </div>
  );
}
