import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { SettingsView } from '../../preload/contract/settings';
import { orpc } from '../rpc/client';
import { Button } from '../ui/button';
import { Field, TextInput } from '../ui/field';
import { toast } from '../ui/toast';
import { rememberSettings } from '../rpc/settings-update';

/** The password of the package index: can be set and removed, never read. */
export function IndexPassword({ settings }: { settings: SettingsView }) {
  const [password, setPassword] = useState('');
  const change = useMutation(
    orpc.settings.setPackageIndexPassword.mutationOptions({
      onSuccess: (view) => {
        rememberSettings(view);
        setPassword('');
        toast.success(view.packageIndexPasswordSet ? 'The password is kept' : 'The password is removed');
      },
      onError: (error) => toast.error(error),
    }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (password !== '') change.mutate({ password });
  };
  const where =
    settings.secretsIn === 'os'
      ? 'Kept in the keychain of the system.'
      : 'Kept in memory until Fedwright ends, as no keychain answers.';
  return (
    <form onSubmit={submit} className="mt-4 border-t border-line pt-4">
      <Field label="Password" help={settings.packageIndexPasswordSet ? `One is set. ${where}` : where}>
        <div className="flex flex-wrap gap-2">
          <TextInput
            type="password"
            autoComplete="new-password"
            value={password}
            placeholder={settings.packageIndexPasswordSet ? 'Set; type to replace it' : 'None'}
            onChange={(event) => setPassword(event.target.value)}
            className="max-w-80"
          />
          <Button type="submit" disabled={password === ''} busy={change.isPending}>
            Set password
          </Button>
          {settings.packageIndexPasswordSet ? (
            <Button
              variant="ghost"
              disabled={change.isPending}
              onClick={() => change.mutate({ password: null })}
            >
              Remove
            </Button>
          ) : null}
        </div>
      </Field>
    </form>
  );
}
