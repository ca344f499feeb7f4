import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import type { Grant } from '../../preload/contract/files';
import { orpc } from '../rpc/client';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { ErrorPanel } from '../ui/error';
import { Field, TextInput } from '../ui/field';
import { FolderListing } from './folder-listing';
import type { PickRequest } from './pick-path';

interface FolderPickerProps {
  request: PickRequest;
  onDone: (grant: Grant | null) => void;
}

const verbs = { file: 'Open', folder: 'Choose this folder', save: 'Save here' };

/** Browses the folders of the machine that Fedwright runs on, for doors without the system's dialog. */
export function FolderPicker({ request, onDone }: FolderPickerProps) {
  const formId = useId();
  const picker = useFolderPicker(request, onDone);
  const { listing, grant } = picker;
  const blocked = request.kind === 'folder' ? !listing.data : picker.name.trim() === '';
  const readOnly = request.kind === 'save' && listing.data?.writable === false;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onDone(null)}
      title={request.title}
      description="On the machine that runs Fedwright."
      footer={
        <>
          <Button onClick={() => onDone(null)}>Cancel</Button>
          <Button
            type="submit"
            form={formId}
            variant="primary"
            busy={grant.isPending}
            disabled={blocked || readOnly}
          >
            {verbs[request.kind]}
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={picker.submit} className="flex flex-col gap-3">
        {listing.error ? (
          <ErrorPanel error={listing.error} onRetry={() => void listing.refetch()} />
        ) : (
          <FolderListing
            listing={listing.data}
            kind={request.kind}
            chosen={picker.name}
            onEnter={picker.enter}
            onChoose={picker.setName}
          />
        )}
        {request.kind === 'save' ? (
          <Field label="File name" error={readOnly ? 'This folder cannot be written to.' : undefined}>
            <TextInput value={picker.name} onChange={(event) => picker.setName(event.target.value)} />
          </Field>
        ) : null}
        {grant.error ? <ErrorPanel error={grant.error} /> : null}
      </form>
    </Dialog>
  );
}

function useFolderPicker(request: PickRequest, onDone: (grant: Grant | null) => void) {
  const [at, setAt] = useState<{ from: string | null; enter: string | null }>({ from: null, enter: null });
  const [name, setName] = useState(request.kind === 'save' ? (request.suggestedName ?? '') : '');
  const listing = useQuery(
    orpc.files.browse.queryOptions({ input: at, placeholderData: keepPreviousData, staleTime: 0 }),
  );
  const grant = useMutation(orpc.files.grant.mutationOptions({ onSuccess: onDone }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const folder = listing.data?.grant;
    if (!folder) return;
    if (request.kind === 'folder') onDone(folder);
    else grant.mutate({ from: folder.id, name: name.trim(), kind: request.kind });
  };
  const enter = (child: string) => {
    const folder = listing.data?.grant;
    if (!folder) return;
    if (request.kind === 'file') setName('');
    setAt({ from: folder.id, enter: child });
  };
  return { listing, grant, name, setName, enter, submit };
}
