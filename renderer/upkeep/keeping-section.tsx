import { zodResolver } from '@hookform/resolvers/zod';
import { useQuery } from '@tanstack/react-query';
import { useForm } from 'react-hook-form';
import { z } from 'zod';
import { type Settings, taskKeeping } from '../../preload/contract/settings';
import { client, orpc } from '../rpc/client';
import { queryClient } from '../rpc/query-client';
import { Button } from '../ui/button';
import { ErrorPanel } from '../ui/error';
import { Field, TextInput } from '../ui/field';
import { Panel, Section } from '../ui/page';
import { useSaveAction } from '../ui/shortcuts';
import { Status } from '../ui/status';
import { toast } from '../ui/toast';
import { useUnsavedGuard } from '../ui/use-unsaved-guard';
import { readWhole } from './clean-words';

const whole = ({ min, max }: { min: number; max: number }) =>
  z.string().refine((text) => readWhole(text, min, max) !== null, `A whole number from ${min} to ${max}.`);

const formSchema = z.object({ days: whole(taskKeeping.days), logMb: whole(taskKeeping.logMb) });
type Form = z.infer<typeof formSchema>;

const valuesOf = ({ keepTaskDays, keepTaskLogMb }: Settings): Form => ({
  days: String(keepTaskDays),
  logMb: String(keepTaskLogMb),
});

/** How long finished tasks and their logs stay without anyone asking. */
export function KeepingSection() {
  const query = useQuery(orpc.settings.get.queryOptions());
  if (query.error && !query.data)
    return <ErrorPanel error={query.error} title="The settings could not be read" />;
  return query.data ? <KeepingForm settings={query.data} /> : null;
}

function KeepingForm({ settings }: { settings: Settings }) {
  const { form, save } = useKeepingForm(settings);
  const { errors, isDirty, isSubmitting } = form.formState;
  return (
    <Section
      id="keeping"
      title="Finished tasks"
      description="Removed automatically at start and once a day: old finished tasks, then the oldest logs when they take too much space. The newest 200 tasks, provisioning runs and unfinished tasks are kept."
      actions={isDirty ? <Status state="attention" label="Not saved" /> : null}
    >
      <Panel className="p-4">
        <form onSubmit={(event) => void save(event)} className="flex flex-wrap items-start gap-4">
          <Field
            label="Remove finished tasks after"
            unit="days"
            error={errors.days?.message}
            className="w-64"
          >
            <TextInput inputMode="numeric" {...form.register('days')} />
          </Field>
          <Field label="Logs of tasks take at most" unit="MB" error={errors.logMb?.message} className="w-64">
            <TextInput inputMode="numeric" {...form.register('logMb')} />
          </Field>
          <div className="flex gap-2 self-end">
            <Button type="submit" disabled={!isDirty} busy={isSubmitting}>
              Save
            </Button>
            {isDirty ? (
              <Button variant="ghost" onClick={() => form.reset()}>
                Discard
              </Button>
            ) : null}
          </div>
        </form>
      </Panel>
    </Section>
  );
}

function useKeepingForm(settings: Settings) {
  const form = useForm<Form>({
    resolver: zodResolver(formSchema),
    values: valuesOf(settings),
    resetOptions: { keepDirtyValues: true },
  });
  const { isDirty } = form.formState;
  useUnsavedGuard(isDirty);
  const save = form.handleSubmit(async ({ days, logMb }) => {
    try {
      const view = await client.settings.update({
        keepTaskDays: Number(days),
        keepTaskLogMb: Number(logMb),
      });
      queryClient.setQueryData(orpc.settings.get.queryKey(), view);
      form.reset(valuesOf(view));
      toast.success('What is kept of finished tasks is saved');
    } catch (error) {
      toast.error(error);
    }
  });
  useSaveAction(isDirty ? () => void save() : null);
  return { form, save };
}
