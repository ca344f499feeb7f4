import { GripVertical } from 'lucide-react';
import type { KitSummary } from '../../preload/contract/kits';
import { formatEnd, formatExact } from '../ui/format';
import { Status } from '../ui/status';
import type { TableColumn } from '../ui/table';
import { Expiry, useNow } from '../ui/time';
import { DragOut } from './drag-out';
import { HeldCell } from './held-cell';
import { heldState, heldWords } from './held-words';
import { expiryState, kitStateWords, typeWords } from './kit-words';

/** The columns of the list of kits. */
export const kitColumns: TableColumn<KitSummary>[] = [
  {
    id: 'participant',
    header: 'Participant',
    cell: (kit) => <NameCell kit={kit} />,
    sortValue: ({ participant }) => participant,
    width: '4fr',
  },
  {
    id: 'type',
    header: 'Type',
    cell: ({ type }) => typeWords[type],
    sortValue: ({ type }) => typeWords[type],
    width: 80,
    hideBelow: 640,
  },
  {
    id: 'project',
    header: 'Project',
    cell: ({ projectName, runNumber, current }) => (
      <>
        {projectName}
        <span className="text-faint">
          , run {runNumber}
          {current ? '' : ' (older)'}
        </span>
      </>
    ),
    sortValue: ({ projectName, runNumber }) => `${projectName} ${runNumber}`,
    width: '3fr',
  },
  {
    id: 'org',
    header: 'Organisation',
    cell: ({ org }) => org,
    sortValue: ({ org }) => org,
    width: '3fr',
    hideBelow: 880,
  },
  {
    id: 'expires',
    header: 'Expires',
    cell: ({ notAfter }) => <ExpiryCell notAfter={notAfter} />,
    sortValue: ({ notAfter }) => notAfter,
    width: 130,
    hideBelow: 560,
  },
  {
    id: 'state',
    header: 'State',
    cell: ({ state }) => <Status state={state} label={kitStateWords[state]} />,
    sortValue: ({ state }) => kitStateWords[state],
    width: 150,
  },
  {
    id: 'held',
    header: 'Handed over',
    cell: ({ held }) => <HeldCell held={held} />,
    sortValue: ({ held }) => heldWords[heldState(held)].label,
    width: 170,
    hideBelow: 760,
  },
  {
    id: 'recipient',
    header: 'To',
    cell: ({ held }) => held?.recipient ?? '',
    sortValue: ({ held }) => held?.recipient ?? '',
    width: '2fr',
    hideBelow: 1040,
  },
];

const runColumn: TableColumn<KitSummary> = {
  id: 'run',
  header: 'Run',
  cell: ({ runNumber, current }) => (
    <>
      {runNumber}
      {current ? null : <span className="text-faint"> (older)</span>}
    </>
  ),
  sortValue: ({ runNumber }) => runNumber,
  width: 100,
  hideBelow: 420,
};

/** The columns of a list that shows one project only. */
export const kitColumnsOfProject: TableColumn<KitSummary>[] = kitColumns.map((column) =>
  column.id === 'project' ? runColumn : column,
);

function NameCell({ kit }: { kit: KitSummary }) {
  return (
    <span className="flex min-w-0 items-center gap-1">
      {kit.disabled ? null : <DragGrip kit={kit} />}
      <span className="truncate font-medium">{kit.participant}</span>
      {kit.disabled ? <Status state="off" label="Disabled" /> : null}
    </span>
  );
}

function DragGrip({ kit }: { kit: KitSummary }) {
  return (
    <DragOut
      kit={kit}
      title="Drag out as a plain zip. It is not protected and holds a private key."
      className="-ml-1.5 grid h-6 w-4 shrink-0 cursor-grab place-items-center rounded-sm text-faint hover:bg-hover hover:text-ink"
    >
      <GripVertical aria-hidden className="size-3.5" />
    </DragOut>
  );
}

function ExpiryCell({ notAfter }: { notAfter: number }) {
  const now = useNow();
  const state = expiryState(notAfter, now);
  if (state === 'ok') return <Expiry at={notAfter} />;
  return (
    <span title={`Valid until ${formatExact(notAfter)}`}>
      <Status
        state={state}
        label={state === 'failed' ? `Expired ${formatEnd(notAfter, now)}` : formatEnd(notAfter, now)}
      />
    </span>
  );
}
