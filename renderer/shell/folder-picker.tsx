import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import type { Grant } from '../../preload/contract/files';
import { client, orpc } from '../rpc/client';
import { toProblem } from '../rpc/errors';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { ErrorPanel } from '../ui/error';
import { Checkbox, Field, TextInput } from '../ui/field';
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
  const blocked = request.kind === 'folder' ? !listing : picker.name.trim() === '';
  const readOnly = request.kind === 'save' && listing?.writable === false;
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
        {picker.error ? <ErrorPanel error={picker.error} onRetry={picker.retry} /> : null}
        {listing ? (
          <FolderListing
            listing={listing}
            kind={request.kind}
            chosen={picker.name}
            wrong={picker.wrong}
            onEnter={(enter) => picker.move({ enter })}
            onTyped={(path) => picker.move({ path })}
            onChoose={picker.setName}
          />
        ) : null}
        <Checkbox
          label="Show what begins with a dot"
          checked={picker.hidden}
          onCheckedChange={(hidden) => picker.move({ hidden })}
        />
        {request.kind === 'save' ? (
          <Field label="File name" error={readOnly ? 'This folder cannot be written to.' : undefined}>
            <TextInput
              autoFocus
              value={picker.name}
              onChange={(event) => picker.setName(event.target.value)}
            />
          </Field>
        ) : null}
        {grant.error ? <ErrorPanel error={grant.error} /> : null}
      </form>
    </Dialog>
  );
}

interface Move {
  enter?: string;
  path?: string;
  hidden?: boolean;
}

/** Where a move does not lead anywhere, the folder stays that was listed before. */
function useFolderPicker(request: PickRequest, onDone: (grant: Grant | null) => void) {
  const { kind } = request;
  const [hidden, setHidden] = useState(request.hidden ?? false);
  const [name, setName] = useState(kind === 'save' ? (request.suggestedName ?? '') : '');
  const home = useQuery(
    orpc.files.browse.queryOptions({
      input: { hidden: request.hidden },
      retry: false,
      staleTime: 0,
      gcTime: 0,
    }),
  );
  const move = useMutation({
    mutationFn: (to: Move) => client.files.browse({ from: listing?.grant.id, kind, hidden, ...to }),
    onSuccess: ({ named }, to) => {
      if (named !== null) setName(named);
      else if (kind === 'file' && to.hidden === undefined) setName('');
    },
  });
  const [last, setLast] = useState<typeof home.data>();
  const listing = last ?? home.data;
  const go = (to: Move) => {
    if (to.hidden !== undefined) setHidden(to.hidden);
    move.mutate(to, { onSuccess: setLast });
  };
  const grant = useMutation(orpc.files.grant.mutationOptions({ onSuccess: onDone }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const folder = listing?.grant;
    if (!folder) return;
    if (kind === 'folder') onDone(folder);
    else grant.mutate({ from: folder.id, name: name.trim(), kind });
  };
  const typed = move.variables?.path !== undefined;
  return {
    ...{ listing, grant, name, setName, hidden, submit, move: go },
    error: home.error ?? (typed ? null : move.error),
    retry: () => (home.error ? void home.refetch() : go(move.variables ?? {})),
    /** Why what was typed leads nowhere. */
    wrong: typed && move.error ? sentenceOf(move.error) : undefined,
  };
}

function sentenceOf(error: Error): string {
  const { message, hint } = toProblem(error);
  return `${message} ${hint}`;
}
