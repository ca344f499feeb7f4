import { useMutation } from '@tanstack/react-query';
import { useId } from 'react';
import { useForm } from 'react-hook-form';
import type { ParticipantKits } from '../../../preload/contract/kit-history';
import { client } from '../../rpc/client';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { Callout, ErrorPanel } from '../../ui/error';
import { Field, TextInput } from '../../ui/field';
import { toast } from '../../ui/toast';
import { refreshParticipation } from './refresh';

interface DisableDialogProps {
  projectId: string;
  participant: string;
  type: ParticipantKits['type'];
  onClose: () => void;
}

/** Says what disabling does and, above all, what it does not. */
export function DisableDialog({ projectId, participant, type, onClose }: DisableDialogProps) {
  const formId = useId();
  const form = useForm({ defaultValues: { reason: '' } });
  const disable = useMutation({
    mutationFn: ({ reason }: { reason: string }) =>
      client.projects.disableParticipant({ projectId, participant, reason }),
    onSuccess: () => {
      refreshParticipation();
      toast.success(`${participant} is disabled. The next run leaves it out.`);
      onClose();
    },
  });
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Disable ${participant}?`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={formId} variant="danger" busy={disable.isPending}>
            Disable {participant}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        noValidate
        className="flex flex-col gap-3"
        onSubmit={(event) => void form.handleSubmit((values) => disable.mutate(values))(event)}
      >
        <WhatItDoes />
        <Callout tone="attention" title="It does not shut anyone out">
          NVFlare has no revocation. A kit that is out connects as before, until its certificate expires.
        </Callout>
        <WhatHelps participant={participant} type={type} />
        <Field label="Reason" required error={form.formState.errors.reason?.message}>
          <TextInput
            maxLength={500}
            {...form.register('reason', {
              validate: (text) => text.trim() !== '' || 'Why is it disabled? The audit reader will ask.',
            })}
          />
        </Field>
        {disable.error ? <ErrorPanel error={disable.error} title="It was not disabled" /> : null}
      </form>
    </Dialog>
  );
}

const WhatItDoes = () => (
  <ul className="list-disc pl-5">
    <li>Runs leave it out: no new kit, no new certificate.</li>
    <li>Its kits are handed out or exported only after a question.</li>
    <li>The project file keeps it, so that it can be enabled again with the same key.</li>
  </ul>
);

/** What really keeps a participant out, by what it is. */
function WhatHelps({ participant, type }: Pick<DisableDialogProps, 'participant' | 'type'>) {
  return (
    <div>
      <p className="font-medium">To keep it out</p>
      <ul className="list-disc pl-5">
        {type === 'client' ? (
          <li>
            On the running federation, from NVFlare 2.8 on:{' '}
            <code className="font-mono wrap-anywhere">nvflare system disable-client {participant}</code>. The
            server turns the site away until somebody enables it there.
          </li>
        ) : (
          <li>
            {type === 'admin'
              ? 'The server has no command that turns an admin away.'
              : 'The server has no command that turns a relay away.'}
          </li>
        )}
        <li>
          For good: rotate the CA of the project. Every certificate of the old CA is worthless then, and
          everyone else needs a new kit.
        </li>
      </ul>
    </div>
  );
}
