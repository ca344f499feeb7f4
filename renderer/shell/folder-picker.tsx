import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import type { z } from 'zod';
import type { Grant, listingSchema } from '../../preload/contract/files';
import { client, orpc } from '../rpc/client';
import { toProblem } from '../rpc/errors';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { ErrorPanel } from '../ui/error';
import { Checkbox, Field, TextInput } from '../ui/field';
import { Progress } from '../ui/progress';
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
  const blocked =
    !listing || (picker.away === null && request.kind !== 'folder' && picker.name.trim() === '');
  const readOnly = picker.away === null && request.kind === 'save' && listing?.writable === false;
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
            busy={grant.isPending || picker.moving}
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
            walked={picker.walked}
            typed={picker.typed}
            wrong={picker.wrong}
            onEnter={(enter) => picker.move({ enter })}
            onType={picker.type}
            onTyped={(path) => picker.move({ path })}
            onChoose={picker.choose}
          />
        ) : null}
        {picker.reading ? <Progress value={null} label="Reading the folder" /> : null}
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

type Listing = z.infer<typeof listingSchema>;

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
  // Null: the field of the path has the folder that is listed.
  const [typed, setTyped] = useState<string | null>(null);
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
    onSuccess: ({ named }, to) => setName((before) => nameAfter(kind, before, named, to)),
  });
  const [last, setLast] = useState<Listing>();
  const listing = last ?? home.data;
  const go = (to: Move, then?: (there: Listing) => void) => {
    if (to.hidden !== undefined) setHidden(to.hidden);
    move.mutate(to, {
      onSuccess: (there) => {
        setLast(there);
        // What was typed meanwhile is left alone.
        if (to.hidden === undefined) setTyped((now) => (now === typed ? null : now));
        then?.(there);
      },
    });
  };
  const grant = useMutation(orpc.files.grant.mutationOptions({ onSuccess: onDone }));
  const end = (there: Listing, its: string) => {
    if (kind === 'folder') onDone(there.grant);
    else if (its !== '' && (kind === 'file' || there.writable))
      grant.mutate({ from: there.grant.id, name: its, kind });
  };
  /** The path that was typed and not gone to yet; null when there is none. */
  const away = awayFrom(listing, typed);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!listing) return;
    // What is chosen is what the field of the path says.
    if (away === null) end(listing, name.trim());
    else
      go({ path: away }, (there) => {
        const its = nameAfter(kind, name, there.named, { path: away }).trim();
        // Another name to save under than the one in its field is seen before it is used.
        if (kind !== 'save' || its === name.trim()) end(there, its);
      });
  };
  const byPath = move.variables?.path !== undefined;
  const { enter } = move.variables ?? {};
  return {
    ...{ listing, grant, name, setName, hidden, away, submit, move: go, reading: home.isPending },
    moving: move.isPending,
    ...{ typed: typed ?? listing?.grant.path ?? '', type: setTyped },
    walked: enter !== undefined && enter !== '..',
    /** An entry of the folder that is listed, whatever was typed of others. */
    choose: (entry: string) => {
      setName(entry);
      setTyped(null);
      if (move.isError) move.reset();
    },
    error: home.error ?? (byPath ? null : move.error),
    retry: () => (home.error ? void home.refetch() : go(move.variables ?? {})),
    /** Why what was typed leads nowhere. */
    wrong: byPath && move.error ? sentenceOf(move.error) : undefined,
  };
}

function sentenceOf(error: Error): string {
  const { message, hint } = toProblem(error);
  return `${message} ${hint}`;
}

/** What is chosen after a move: a file of another folder is not, a name to save under is. */
function nameAfter(kind: Grant['kind'], name: string, named: string | null, to: Move): string {
  if (named !== null) return named;
  return kind === 'file' && to.hidden === undefined ? '' : name;
}

function awayFrom(listing: Listing | undefined, typed: string | null): string | null {
  const path = typed?.trim() ?? '';
  return path === '' || path === listing?.grant.path ? null : path;
}
