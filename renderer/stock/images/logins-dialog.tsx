import { useMutation, useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { type FormEvent, useId, useState } from 'react';
import { client, orpc } from '../../rpc/client';
import { Button, IconButton } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { ErrorPanel } from '../../ui/error';
import { Field, TextInput } from '../../ui/field';
import { Progress } from '../../ui/progress';
import { RelativeTime } from '../../ui/time';

const none = { registry: '', username: '', password: '' };

/** The logins for pulls: one for each registry, its password in the keychain. */
export function LoginsDialog({ onClose }: { onClose: () => void }) {
  const formId = useId();
  const [draft, setDraft] = useState(none);
  const logins = useQuery(orpc.registries.list.queryOptions());
  const onSuccess = async () => {
    setDraft(none);
    await logins.refetch();
  };
  const save = useMutation({ mutationFn: () => client.registries.save(draft), onSuccess });
  const remove = useMutation({
    mutationFn: (registry: string) => client.registries.remove({ registry }),
    onSuccess: () => logins.refetch(),
  });
  const complete = Object.values(draft).every((value) => value.trim() !== '');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (complete) save.mutate();
  };
  const field = (name: keyof typeof none) => ({
    value: draft[name],
    onChange: (event: { target: { value: string } }) => setDraft({ ...draft, [name]: event.target.value }),
  });
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Logins for registries"
      description="Passwords are kept in the keychain of this machine, and given to the host that pulls."
      footer={
        <>
          <Button onClick={onClose}>Close</Button>
          <Button type="submit" form={formId} variant="primary" busy={save.isPending} disabled={!complete}>
            Save login
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} noValidate className="flex flex-col gap-4">
        {logins.isPending ? <Progress value={null} label="Reading the logins" /> : null}
        {logins.data && logins.data.length > 0 ? (
          <ul aria-label="Logins" className="flex flex-col divide-y divide-line rounded border border-line">
            {logins.data.map(({ registry, username, updatedAt }) => (
              <li key={registry} className="flex items-center gap-3 px-3 py-1.5">
                <span className="min-w-0 flex-1 truncate font-mono text-sm">{registry}</span>
                <span className="truncate">{username}</span>
                <span className="text-sm text-muted">
                  <RelativeTime at={updatedAt} />
                </span>
                <IconButton
                  icon={X}
                  size="sm"
                  label={`Remove the login for ${registry}`}
                  onClick={() => remove.mutate(registry)}
                />
              </li>
            ))}
          </ul>
        ) : null}
        <Field
          label="Registry"
          required
          help="Its name and port, such as registry.example.org:5000, or docker.io."
        >
          <TextInput mono maxLength={255} {...field('registry')} />
        </Field>
        <div className="grid grid-cols-2 gap-3">
          <Field label="User name" required>
            <TextInput maxLength={255} {...field('username')} />
          </Field>
          <Field label="Password or token" required>
            <TextInput type="password" autoComplete="new-password" {...field('password')} />
          </Field>
        </div>
        {(save.error ?? remove.error ?? logins.error) ? (
          <ErrorPanel error={save.error ?? remove.error ?? logins.error} />
        ) : null}
      </form>
    </Dialog>
  );
}
