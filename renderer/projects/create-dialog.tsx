import { useMutation, useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import { type UseFormReturn, useForm } from 'react-hook-form';
import { client, orpc } from '../rpc/client';
import { toProblem } from '../rpc/errors';
import { useWorkspaceView } from '../rpc/workspace-view';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { ErrorPanel } from '../ui/error';
import { Field, TextArea, TextInput } from '../ui/field';
import { faultsOf } from './create-faults';
import { TemplatePicker } from './template-picker';
import { useProjectActions } from './use-project-actions';
import { rememberProject } from './use-save';

interface CreateForm {
  templateId: string;
  name: string;
  description: string;
  org: string;
  serverHost: string;
}

const blank: CreateForm = { templateId: '', name: '', description: '', org: '', serverHost: '' };

/** Makes a project out of a template and opens it. */
export function CreateDialog({ onClose }: { onClose: () => void }) {
  const formId = useId();
  const { open } = useProjectActions();
  const workspaceId = useWorkspaceView();
  const templates = useQuery(orpc.projects.templates.queryOptions());
  const form = useForm<CreateForm>({ defaultValues: blank });
  const create = useMutation({
    mutationFn: (values: CreateForm) =>
      client.projects.create({
        ...trimAll(values),
        workspaceId,
        templateId: values.templateId || templates.data?.[0]?.id || '',
      }),
    onError: (error) => showFaults(form, error),
    onSuccess: (detail) => {
      rememberProject(detail);
      open(detail.summary.id);
    },
  });
  return (
    <Dialog
      open
      onOpenChange={(next) => !next && onClose()}
      title="New project"
      size="md"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            form={formId}
            variant="primary"
            busy={create.isPending}
            disabled={!templates.data}
          >
            Create project
          </Button>
        </>
      }
    >
      <form
        id={formId}
        noValidate
        className="flex flex-col gap-4"
        onSubmit={(event) => void form.handleSubmit((values) => create.mutate(values))(event)}
      >
        <CreateFields form={form} />
        {create.error && faultsOf(toProblem(create.error)).length === 0 ? (
          <ErrorPanel error={create.error} title="The project was not created" />
        ) : null}
      </form>
    </Dialog>
  );
}

const trimAll = ({ templateId, name, description, org, serverHost }: CreateForm): CreateForm => ({
  templateId,
  name: name.trim(),
  description: description.trim(),
  org: org.trim(),
  serverHost: serverHost.trim(),
});

/** Puts what was refused under the fields that it is about, the cursor in the first of them. */
function showFaults(form: UseFormReturn<CreateForm>, error: unknown): void {
  faultsOf(toProblem(error)).forEach(({ field, message }, index) =>
    form.setError(field, { message }, { shouldFocus: index === 0 }),
  );
}

function CreateFields({ form }: { form: UseFormReturn<CreateForm> }) {
  const { register, watch, setValue, formState } = form;
  return (
    <>
      <Field
        label="Name"
        required
        help="Best made of letters, digits, hyphens and underscores, as in lung-study. The federation's certificate authority gets this name too."
        error={formState.errors.name?.message}
      >
        <TextInput
          autoFocus
          maxLength={63}
          {...register('name', { validate: (name) => name.trim() !== '' || 'A project needs a name.' })}
        />
      </Field>
      <TemplatePicker value={watch('templateId')} onChange={(id) => setValue('templateId', id)} />
      <div className="grid grid-cols-2 gap-3">
        <Field
          label="Organisation"
          help="Runs the server. Letters, digits and underscores, as in north_hospital."
          error={formState.errors.org?.message}
        >
          <TextInput maxLength={100} placeholder="As in the template" {...register('org')} />
        </Field>
        <Field
          label="Server host name"
          help="Where the sites reach the server, as in fl.example.org."
          error={formState.errors.serverHost?.message}
        >
          <TextInput maxLength={253} placeholder="As in the template" {...register('serverHost')} />
        </Field>
      </div>
      <Field label="Description">
        <TextArea rows={2} maxLength={2000} {...register('description')} />
      </Field>
    </>
  );
}
