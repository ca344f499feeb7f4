import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import type { Host } from '../../preload/contract/hosts';
import { refreshHosts } from '../rpc/hosts';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { ErrorPanel } from '../ui/error';
import { goToFirstFault } from '../ui/first-fault';
import { type HostDraft, draftOf, faultsOf, withSplitAddress } from './host-draft';
import { HostFields } from './host-fields';
import { LoginFields } from './login-fields';
import { saveDraft, saveSecrets } from './save-host';
import { TlsFields } from './tls-fields';

interface HostDialogProps {
  /** Null: a new one. */
  host: Host | null;
  /** All of them, to go through. */
  hosts: Host[];
  onClose: () => void;
  onSaved: (host: Host) => void;
}

/** Adds a host, or changes one. */
export function HostDialog({ host, hosts, onClose, onSaved }: HostDialogProps) {
  const formId = useId();
  const [draft, setDraft] = useState(() => draftOf(host));
  const [tried, setTried] = useState(false);
  const { save, savedId } = useSave(host, onSaved);
  const hasKeyFile = Boolean(host?.keyFile);
  const others = hosts.filter(({ id }) => id !== savedId).map(({ name }) => name);
  const judge = (of: HostDraft) => faultsOf(of, hasKeyFile, others);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    // Enter in the field of the address does not leave it.
    const whole = withSplitAddress(draft);
    setDraft(whole);
    if (Object.keys(judge(whole)).length === 0) save.mutate(whole);
    else goToFirstFault(event.currentTarget, () => setTried(true));
  };
  const fields = { draft, faults: tried ? judge(draft) : {}, host, onChange: setDraft };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={host ? `Edit ${host.name}` : 'Add host'}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={formId} variant="primary" busy={save.isPending}>
            {host ? 'Save' : 'Add host'}
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} noValidate className="flex flex-col gap-4">
        <HostFields {...fields}>
          {draft.settings.kind === 'ssh' ? <LoginFields {...fields} hosts={hosts} /> : null}
          {draft.settings.kind === 'docker-tls' ? <TlsFields {...fields} /> : null}
        </HostFields>
        {save.error ? <ErrorPanel error={save.error} title="The host was not saved" /> : null}
      </form>
    </Dialog>
  );
}

/** A second try changes the host that the first one has made, if only its secret could not be kept. */
function useSave(host: Host | null, onSaved: (host: Host) => void) {
  const [savedId, setSavedId] = useState(host?.id ?? null);
  const save = useMutation({
    mutationFn: async (draft: HostDraft) => {
      const saved = await saveDraft(draft, savedId);
      setSavedId(saved.id);
      await saveSecrets(draft, saved.id);
      await refreshHosts();
      return saved;
    },
    onSuccess: onSaved,
  });
  return { save, savedId };
}
