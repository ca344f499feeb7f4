import { useVirtualizer } from '@tanstack/react-virtual';
import { Check, Minus } from 'lucide-react';
import { type KeyboardEvent, useMemo, useRef } from 'react';
import { useEditor } from './editor-context';
import { type Study, setAdmins, setSites } from './study-edit';
import { type StudyRow, studyRows } from './study-rows';

const rowHeight = 30;
const columns = (studies: number) => `minmax(12rem, 1fr) repeat(${studies}, minmax(6rem, 10rem))`;

type Switched = true | false | 'some';

/** Sites and admins by study, as a grid of switches. Only the rows in view are there. */
export function StudyMatrix({ studies, search }: { studies: Study[]; search: string }) {
  const { model } = useEditor();
  const rows = useMemo(() => studyRows(model, studies, search), [model, studies, search]);
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 10,
    scrollPaddingStart: rowHeight,
  });
  const template = columns(studies.length);
  return (
    <div
      ref={scroller}
      role="grid"
      aria-label="Who takes part in which study"
      aria-rowcount={rows.length + 1}
      tabIndex={-1}
      onKeyDown={(event) => moveFocus(event, (index) => virtual.scrollToIndex(index), rows.length)}
      className="min-h-60 flex-1 overflow-auto rounded border border-line bg-surface"
    >
      <div
        role="row"
        className="sticky top-0 z-10 grid h-7.5 items-center border-b border-line bg-sunken text-sm font-medium text-muted"
        style={{ gridTemplateColumns: template }}
      >
        <span role="columnheader" className="px-3">
          Site or admin
        </span>
        {studies.map(({ name }) => (
          <span key={name} role="columnheader" className="truncate px-2 text-center" title={name}>
            {name}
          </span>
        ))}
      </div>
      <div role="presentation" className="relative" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const row = rows[index];
          return row ? <MatrixRow key={row.id} {...{ row, index, studies, template }} top={start} /> : null;
        })}
      </div>
    </div>
  );
}

interface MatrixRowProps {
  row: StudyRow;
  index: number;
  studies: Study[];
  template: string;
  top: number;
}

function MatrixRow({ row, index, studies, template, top }: MatrixRowProps) {
  const isGroup = row.kind === 'group';
  const title = isGroup ? row.title : row.member.name;
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      className={`absolute inset-x-0 grid items-center border-b border-line ${isGroup ? 'bg-sunken/60 font-medium' : ''}`}
      style={{ gridTemplateColumns: template, height: rowHeight, top }}
    >
      <span role="rowheader" className={`truncate ${isGroup ? 'px-3' : 'pr-3 pl-7'}`} title={title}>
        {title}
        {row.kind === 'member' && row.isStranger ? (
          <span className="ml-2 text-sm text-attention">not in this project</span>
        ) : null}
        {isGroup ? <span className="tabular ml-1.5 font-normal text-faint">{row.members.length}</span> : null}
      </span>
      {studies.map((study, column) => (
        <MatrixCell key={study.name} {...{ row, title, study, index, column }} />
      ))}
    </div>
  );
}

interface MatrixCellProps {
  row: StudyRow;
  title: string;
  study: Study;
  index: number;
  column: number;
}

function MatrixCell({ row, title, study, index, column }: MatrixCellProps) {
  const { readOnly, edit } = useEditor();
  const members = row.kind === 'group' ? row.members : [row.member];
  const state = stateOf(members, row.of === 'sites' ? study.sites : study.admins);
  const toggle = () =>
    edit((model) =>
      row.of === 'sites'
        ? setSites(model, study.name, members, state !== true)
        : setAdmins(
            model,
            study.name,
            members.map(({ name }) => name),
            state !== true,
          ),
    );
  const what = row.kind === 'group' ? `All of ${title}` : title;
  return (
    <span role="gridcell" className="grid place-items-center">
      <button
        type="button"
        role="checkbox"
        aria-checked={state === 'some' ? 'mixed' : state}
        aria-label={`${what} in ${study.name}`}
        // A name that belongs to nobody can only leave.
        disabled={readOnly || (row.kind === 'member' && row.isStranger && state === false)}
        data-cell={`${index} ${column}`}
        data-on={state !== false || undefined}
        // One stop for Tab; from there the arrows lead.
        tabIndex={index === 0 && column === 0 ? 0 : -1}
        onClick={toggle}
        className="grid size-4 place-items-center rounded-sm border border-line-strong bg-surface text-on-accent disabled:opacity-50 data-on:border-accent data-on:bg-accent"
      >
        {state === true ? <Check aria-hidden className="size-3" strokeWidth={3} /> : null}
        {state === 'some' ? <Minus aria-hidden className="size-3" strokeWidth={3} /> : null}
      </button>
    </span>
  );
}

function stateOf(members: readonly { name: string }[], chosen: ReadonlySet<string>): Switched {
  const on = members.filter(({ name }) => chosen.has(name)).length;
  if (on === 0) return false;
  return on === members.length ? true : 'some';
}

const steps: Record<string, [rows: number, columns: number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  PageUp: [-10, 0],
  PageDown: [10, 0],
};

/** The arrows go from cell to cell, also to rows that are not on the page yet. */
function moveFocus(event: KeyboardEvent, scrollTo: (index: number) => void, rows: number): void {
  const step = steps[event.key];
  const at =
    event.target instanceof HTMLElement ? event.target.dataset['cell']?.split(' ').map(Number) : null;
  const [row, column] = at ?? [];
  if (!step || row === undefined || column === undefined) return;
  event.preventDefault();
  const next = Math.max(0, Math.min(rows - 1, row + step[0]));
  const grid = event.currentTarget;
  const focus = () => grid.querySelector<HTMLElement>(`[data-cell="${next} ${column + step[1]}"]`)?.focus();
  scrollTo(next);
  focus();
  // A row that was out of view is there with the next frame.
  requestAnimationFrame(focus);
}
