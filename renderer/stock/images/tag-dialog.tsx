import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { client } from '../../rpc/client';
import { toProblem } from '../../rpc/errors';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { ErrorPanel } from '../../ui/error';
import { Checkbox, Field, TextInput } from '../../ui/field';
import { useRefreshStock } from '../use-host-lists';
import { type ImageRow, nameOf } from './image-rows';

/** One more name for an image. A name that another image has is moved only on purpose. */
export function TagDialog({ row, onClose }: { row: ImageRow; onClose: () => void }) {
  const formId = useId();
  const [reference, setReference] = useState('');
  const [move, setMove] = useState(false);
  const refresh = useRefreshStock();
  const tag = useMutation({
    mutationFn: () => client.images.tag({ hostId: row.hostId, imageId: row.id, reference, move }),
    onSuccess: async () => {
      onClose();
      await refresh(row.hostId);
    },
  });
  const taken = tag.error ? toProblem(tag.error).reason === 'tag-taken' : false;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (reference.trim() !== '') tag.mutate();
  };
  return (
    <Dialog
      open
      size="sm"
      onOpenChange={(open) => !open && onClose()}
      title={`Add a tag to ${nameOf(row)}`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            form={formId}
            variant="primary"
            busy={tag.isPending}
            disabled={reference.trim() === ''}
          >
            Add tag
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} noValidate className="flex flex-col gap-3">
        <Field label="Tag" required help="Such as registry.example.org/team/site:1.">
          <TextInput
            mono
            autoFocus
            maxLength={512}
            value={reference}
            onChange={(event) => setReference(event.target.value)}
          />
        </Field>
        {taken || move ? (
          <Checkbox checked={move} onCheckedChange={setMove} label="Take it from the image that has it now" />
        ) : null}
        {tag.error ? <ErrorPanel error={tag.error} /> : null}
      </form>
    </Dialog>
  );
}
