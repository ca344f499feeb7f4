import { useMutation } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useForm } from 'react-hook-form';
import type { KitSummary } from '../../preload/contract/kits';
import { client } from '../rpc/client';
import { Button } from '../ui/button';
import { ErrorPanel } from '../ui/error';
import { Field, TextArea, TextInput } from '../ui/field';
import { toast } from '../ui/toast';
import { askForDisabled } from './confirm-disabled';
import { countKits } from './kit-words';
import { refreshHandovers, undoHandovers } from './use-withdraw';

interface HandoverValues {
  recipient: string;
  method: string;
  note: string;
}

interface HandoverFormProps {
  kits: Pick<KitSummary, 'id' | 'participant' | 'disabled'>[];
  /** How it was handed over, as far as the page knows. */
  method?: string;
  /** With the ids of the records. */
  onDone: (handoverIds: string[]) => void;
  /** Whoever shows the form says itself that it was recorded. */
  quiet?: boolean;
  onCancel: () => void;
}

const methods = ['Protected zip', 'In person', 'USB stick', 'Encrypted mail', 'SSH'];

/** Records who got kits, and how. With the record goes the fingerprint of each kit's certificate. */
export function HandoverForm({ kits, method = '', onDone, quiet = false, onCancel }: HandoverFormProps) {
  const listId = useId();
  const form = useForm<HandoverValues>({ defaultValues: { recipient: '', method, note: '' } });
  const { record, recorded } = useRecordHandover(kits, { quiet, onDone });
  const { errors } = form.formState;
  return (
    <form
      noValidate
      className="flex flex-col gap-3 rounded border border-line p-3"
      onSubmit={(event) => void form.handleSubmit((values) => record.mutate(values))(event)}
    >
      <Field label="Recipient" required error={errors.recipient?.message}>
        <TextInput autoFocus maxLength={200} {...form.register('recipient', needs('Who received it?'))} />
      </Field>
      <Field label="Method" required error={errors.method?.message}>
        <TextInput list={listId} maxLength={100} {...form.register('method', needs('How was it sent?'))} />
      </Field>
      <datalist id={listId}>
        {methods.map((known) => (
          <option key={known} value={known} />
        ))}
      </datalist>
      <Field label="Note">
        <TextArea rows={2} maxLength={2000} {...form.register('note')} />
      </Field>
      {record.error ? <ErrorPanel error={record.error} title={notRecorded(recorded, kits.length)} /> : null}
      <div className="flex justify-end gap-2">
        <Button size="sm" onClick={onCancel}>
          Cancel
        </Button>
        <Button size="sm" type="submit" variant="primary" busy={record.isPending}>
          Record hand-over
        </Button>
      </div>
    </form>
  );
}

const needs = (message: string) => ({ validate: (text: string) => text.trim() !== '' || message });

const notRecorded = (recorded: number, all: number): string =>
  recorded === 0
    ? 'The hand-over was not recorded'
    : `Recorded for ${recorded} of ${all}, and not for the rest`;

interface Recorded {
  kitId: string;
  /** Of the record. */
  id: string;
}

/** Writes one record for each kit. Where it fails in the middle, the next try goes on with the others. */
function useRecordHandover(
  kits: HandoverFormProps['kits'],
  { quiet, onDone }: { quiet: boolean; onDone: HandoverFormProps['onDone'] },
) {
  const [done, setDone] = useState<readonly Recorded[]>([]);
  const record = useMutation({
    mutationFn: async (values: HandoverValues) => {
      const leave = await askForDisabled(kits);
      if (!leave) return null;
      const at = Date.now();
      const all = [...done];
      for (const { id: kitId } of kits.filter(({ id }) => !done.some((one) => one.kitId === id))) {
        const { id } = await client.kits.recordHandover({ kitId, ...values, ...leave, at });
        all.push({ kitId, id });
        setDone([...all]);
      }
      return all;
    },
    onSettled: refreshHandovers,
    onSuccess: (recorded, { recipient }) => {
      if (!recorded) return;
      const [first] = kits;
      const what = kits.length === 1 && first ? `the kit of ${first.participant}` : countKits(kits.length);
      setDone([]);
      const ids = recorded.map(({ id }) => id);
      if (!quiet)
        toast.success(`Recorded: ${recipient} got ${what}.`, {
          action: { label: 'Undo', onClick: () => void undoHandovers(ids) },
        });
      onDone(ids);
    },
  });
  return { record, recorded: done.length };
}
