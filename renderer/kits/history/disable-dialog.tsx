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

type Leaving = Pick<ParticipantKits, 'participant' | 'type'>;

interface DisableDialogProps {
  projectId: string;
  /** At least one. */
  participants: Leaving[];
  onClose: () => void;
}

/** Says what disabling does and, above all, what it does not. */
export function DisableDialog({ projectId, participants, onClose }: DisableDialogProps) {
  const formId = useId();
  const form = useForm({ defaultValues: { reason: '' } });
  const disable = useDisable(projectId, participants, onClose);
  const who = nameOf(participants);
  const several = participants.length > 1;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Disable ${who}?`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={formId} variant="danger" busy={disable.isPending}>
            Disable {who}
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
        <WhatItDoes several={several} />
        <Callout tone="attention" title="Existing kits keep working">
          NVFlare has no revocation. A kit that was handed out connects as before, until its certificate
          expires.
        </Callout>
        <WhatHelps participants={participants} />
        <Field label="Reason" required error={form.formState.errors.reason?.message}>
          <TextInput
            maxLength={500}
            {...form.register('reason', {
              validate: (text) =>
                text.trim() !== '' ||
                `Why ${several ? 'are they' : 'is it'} disabled? The audit reader will ask.`,
            })}
          />
        </Field>
        {disable.error ? (
          <ErrorPanel
            error={disable.error}
            title={several ? 'Not all were disabled' : 'It was not disabled'}
          />
        ) : null}
      </form>
    </Dialog>
  );
}

const nameOf = ([first, ...others]: Leaving[]): string =>
  others.length === 0 ? (first?.participant ?? '') : `${others.length + 1} participants`;

/** Each by itself, with its own row in the audit. Those that cannot be disabled keep nobody else in. */
function useDisable(projectId: string, participants: Leaving[], onDone: () => void) {
  return useMutation({
    mutationFn: async ({ reason }: { reason: string }) => {
      const results = await Promise.allSettled(
        participants.map(({ participant }) =>
          client.projects.disableParticipant({ projectId, participant, reason }),
        ),
      );
      const refused = results.find((result) => result.status === 'rejected');
      if (refused) throw refused.reason;
    },
    onSuccess: () => {
      const several = participants.length > 1;
      toast.success(
        `${nameOf(participants)} ${several ? 'are' : 'is'} disabled. The next run leaves ${several ? 'them' : 'it'} out.`,
      );
      onDone();
    },
    onSettled: refreshParticipation,
  });
}

const WhatItDoes = ({ several }: { several: boolean }) => (
  <ul className="list-disc pl-5">
    <li>New runs make no kit or certificate for {several ? 'them' : 'it'}.</li>
    <li>Fedwright asks before it hands out or exports {several ? 'their' : 'its'} kits.</li>
    <li>
      The project file keeps {several ? 'them, so that they' : 'it, so that it'} can be enabled again with the
      same key.
    </li>
  </ul>
);

/** What really keeps participants out, by what they are. */
function WhatHelps({ participants }: { participants: Leaving[] }) {
  const sites = participants.filter(({ type }) => type === 'client');
  const [site] = sites;
  const has = (type: Leaving['type']) => participants.some((one) => one.type === type);
  return (
    <div>
      <p className="font-medium">To keep {participants.length > 1 ? 'them' : 'it'} out</p>
      <ul className="list-disc pl-5">
        {site ? (
          <li>
            On the running federation, from NVFlare 2.8 on{sites.length > 1 ? ', for each site' : ''}:{' '}
            <code className="font-mono wrap-anywhere">
              nvflare system disable-client {sites.length > 1 ? '<name>' : site.participant}
            </code>
            . The server turns the site away until somebody enables it there.
          </li>
        ) : null}
        {has('admin') ? <li>The server has no command that turns an admin away.</li> : null}
        {has('relay') ? <li>The server has no command that turns a relay away.</li> : null}
        <li>
          For good: rotate the CA of the project. Every certificate of the old CA is worthless then, and
          everyone else needs a new kit.
        </li>
      </ul>
    </div>
  );
}
