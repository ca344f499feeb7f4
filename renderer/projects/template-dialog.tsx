import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useId } from 'react';
import { useForm } from 'react-hook-form';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { ErrorPanel } from '../ui/error';
import { Field, TextArea, TextInput } from '../ui/field';

interface Words {
  title: string;
  description: string;
}

interface TemplateDialogProps {
  title: string;
  confirmLabel: string;
  words: Words;
  onSave: (words: Words) => Promise<void>;
  onClose: () => void;
  children?: ReactNode;
}

/** What a template is called. Stays open and says why when that is refused. */
export function TemplateDialog(props: TemplateDialogProps) {
  const { title, confirmLabel, words, onSave, onClose, children } = props;
  const formId = useId();
  const { register, handleSubmit, formState } = useForm<Words>({ defaultValues: words });
  const save = useMutation({
    mutationFn: (typed: Words) =>
      onSave({ title: typed.title.trim(), description: typed.description.trim() }),
    onSuccess: onClose,
  });
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={title}
      size="sm"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={formId} variant="primary" busy={save.isPending}>
            {confirmLabel}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        noValidate
        className="flex flex-col gap-4"
        onSubmit={(event) => void handleSubmit((typed) => save.mutate(typed))(event)}
      >
        {children}
        <Field label="Name" required error={formState.errors.title?.message}>
          <TextInput
            autoFocus
            maxLength={80}
            {...register('title', {
              validate: (typed) => typed.trim() !== '' || 'A template needs a name.',
            })}
          />
        </Field>
        <Field label="Description" help="What it is good for.">
          <TextArea rows={3} maxLength={500} {...register('description')} />
        </Field>
        {save.error ? <ErrorPanel error={save.error} title="The template was not saved" /> : null}
      </form>
    </Dialog>
  );
}
