import { useMutation } from '@tanstack/react-query';
import { useId } from 'react';
import { useForm } from 'react-hook-form';
import type { Handover } from '../../preload/contract/kits';
import { client, orpc } from '../rpc/client';
import { queryClient } from '../rpc/query-client';
import { Button } from '../ui/button';
import { ErrorPanel } from '../ui/error';
import { Field, TextArea, TextInput } from '../ui/field';
import { toast } from '../ui/toast';

interface ReceiptValues {
  confirmedBy: string;
  channel: string;
  fingerprint: string;
  words: string;
}

interface ReceiptFormProps {
  handover: Handover;
  onDone: () => void;
  onCancel: () => void;
}

const channels = ['Telephone', 'In person', 'Video call', 'Signed letter'];
const needs = (message: string) => ({ validate: (text: string) => text.trim() !== '' || message });

/** Records that the recipient has read the fingerprint back. What they read is compared, not believed. */
export function ReceiptForm({ handover, onDone, onCancel }: ReceiptFormProps) {
  const listId = useId();
  const form = useForm<ReceiptValues>({
    defaultValues: { confirmedBy: handover.recipient, channel: '', fingerprint: '', words: '' },
  });
  const confirm = useConfirm(handover, onDone);
  const { errors } = form.formState;
  return (
    <form
      noValidate
      aria-label="Receipt"
      className="mt-2 flex flex-col gap-3 rounded border border-line p-3"
      onSubmit={(event) => void form.handleSubmit((values) => confirm.mutate(values))(event)}
    >
      <Field label="Confirmed by" required error={errors.confirmedBy?.message}>
        <TextInput maxLength={200} {...form.register('confirmedBy', needs('Who read it back?'))} />
      </Field>
      <Field label="Through" required error={errors.channel?.message}>
        <TextInput list={listId} maxLength={100} {...form.register('channel', needs('By which way?'))} />
      </Field>
      <datalist id={listId}>
        {channels.map((known) => (
          <option key={known} value={known} />
        ))}
      </datalist>
      <Field
        label="Fingerprint they read"
        required
        error={errors.fingerprint?.message}
        help="As their own machine shows it. Colons, blanks and capitals do not matter."
      >
        <TextArea
          mono
          rows={3}
          maxLength={500}
          {...form.register('fingerprint', needs('What did they read?'))}
        />
      </Field>
      <Field label="Their words">
        <TextInput maxLength={2000} {...form.register('words')} />
      </Field>
      {confirm.error ? <ErrorPanel error={confirm.error} title="The receipt was not recorded" /> : null}
      <div className="flex justify-end gap-2">
        <Button size="sm" onClick={onCancel}>
          Cancel
        </Button>
        <Button size="sm" type="submit" variant="primary" busy={confirm.isPending}>
          Compare and record
        </Button>
      </div>
    </form>
  );
}

function useConfirm({ id, participant }: Handover, onDone: () => void) {
  return useMutation({
    mutationFn: (values: ReceiptValues) => client.kits.confirmHandover({ handoverId: id, ...values }),
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: orpc.kits.key() });
      void queryClient.invalidateQueries({ queryKey: orpc.kitHistory.key() });
      toast.success(`The fingerprints match. The receipt of the kit of ${participant} is recorded.`);
      onDone();
    },
  });
}
