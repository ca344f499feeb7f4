import { zodResolver } from '@hookform/resolvers/zod';
import { useForm } from 'react-hook-form';
import { z } from 'zod';
import type { SettingsView } from '../../preload/contract/settings';
import { client } from '../rpc/client';
import { Button } from '../ui/button';
import { Field, TextInput } from '../ui/field';
import { Panel, Section } from '../ui/page';
import { useSaveAction } from '../ui/shortcuts';
import { Status } from '../ui/status';
import { toast } from '../ui/toast';
import { useUnsavedGuard } from '../ui/use-unsaved-guard';
import { IndexPassword } from './index-password';
import { rememberSettings } from '../rpc/settings-update';

const addressSchema = z.union([
  z.literal(''),
  z.url({ protocol: /^https?$/, error: 'An address that begins with https:// or http://.' }),
]);

const formSchema = z.object({
  url: addressSchema,
  mirror: addressSchema,
  user: z.string().max(200, 'At most 200 characters.'),
});
type Form = z.infer<typeof formSchema>;

const valuesOf = (settings: SettingsView): Form => ({
  url: settings.packageIndexUrl ?? '',
  user: settings.packageIndexUser ?? '',
  mirror: settings.pythonMirrorUrl ?? '',
});

/** Where NVFlare is installed from, for machines that do not reach PyPI. */
export function IndexSection({ settings }: { settings: SettingsView }) {
  const form = useForm<Form>({
    resolver: zodResolver(formSchema),
    values: valuesOf(settings),
    resetOptions: { keepDirtyValues: true },
  });
  const { errors, isDirty, isSubmitting } = form.formState;
  useUnsavedGuard(isDirty);
  const save = form.handleSubmit(async ({ url, user, mirror }) => {
    try {
      const view = await client.settings.update({
        packageIndexUrl: url || null,
        packageIndexUser: user || null,
        pythonMirrorUrl: mirror || null,
      });
      rememberSettings(view);
      form.reset(valuesOf(view));
      toast.success('The package index is saved');
    } catch (error) {
      toast.error(error);
    }
  });
  useSaveAction(isDirty ? () => void save() : null);
  return (
    <Section
      id="index"
      title="Package index"
      description="Where NVFlare is installed from. Leave it empty for PyPI; name a mirror where this machine cannot reach it."
      actions={isDirty ? <Status state="attention" label="Not saved" /> : null}
    >
      <Panel className="p-4">
        <form onSubmit={(event) => void save(event)} className="flex flex-col gap-4">
          <Field label="Address" error={errors.url?.message} help="URL of a pip package index.">
            <TextInput mono placeholder="PyPI" {...form.register('url')} />
          </Field>
          <Field label="User name" error={errors.user?.message} help="Leave empty if no login is needed.">
            <TextInput {...form.register('user')} className="max-w-80" />
          </Field>
          <Field
            label="Mirror for Python"
            error={errors.mirror?.message}
            help="Where Python itself is fetched from when this machine has none that fits. Leave it empty for its own releases."
          >
            <TextInput mono placeholder="python-build-standalone" {...form.register('mirror')} />
          </Field>
          <div className="flex gap-2">
            <Button type="submit" variant="primary" disabled={!isDirty} busy={isSubmitting}>
              Save
            </Button>
            {isDirty ? (
              <Button variant="ghost" onClick={() => form.reset()}>
                Discard
              </Button>
            ) : null}
          </div>
        </form>
        <IndexPassword settings={settings} />
      </Panel>
    </Section>
  );
}
