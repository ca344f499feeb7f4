import { useVirtualizer } from '@tanstack/react-virtual';
import { Check, Minus } from 'lucide-react';
import { type FocusEvent, type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import { useEditor } from './editor-context';
import { fieldId } from './field-path';
import { type Study, setAdmins, setSites } from './study-edit';
import { memberPath } from './study-place';
import { type StudyRow, studyRows } from './study-rows';

const rowHeight = 30;
const columns = (studies: number) => `minmax(12rem, 22rem) repeat(${studies}, minmax(6rem, 10rem))`;

type Switched = true | false | 'some';

interface StudyMatrixProps {
  studies: Study[];
  search: string;
  /** The path of a cell that has to be in view. */
  shown: string | null;
}

/** Sites and admins by study, as a grid of switches. Only the rows in view are there. */
export function StudyMatrix({ studies, search, shown }: StudyMatrixProps) {
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
  const at = indexOf(rows, studies, shown);
  useEffect(() => {
    if (at >= 0) virtual.scrollToIndex(at);
  }, [at, virtual]);
  const items = virtual.getVirtualItems();
  const [stop, onFocus] = useTabStop(items, studies.length);
  const template = columns(studies.length);
  return (
    <div
      ref={scroller}
      role="grid"
      aria-label="Who takes part in which study"
      aria-rowcount={rows.length + 1}
      tabIndex={-1}
      onFocus={onFocus}
      onKeyDown={(event) =>
        moveFocus(event, (index) => virtual.scrollToIndex(index), rows.length, studies.length)
      }
      style={{ minHeight: Math.min(240, rowHeight * (rows.length + 1)) }}
      className="overflow-auto rounded border border-line bg-surface"
    >
      <div role="presentation" style={{ minWidth: `${12 + 6 * studies.length}rem` }}>
        <div
          role="row"
          className="sticky top-0 z-20 grid h-7.5 items-center border-b border-line bg-sunken text-sm font-medium text-muted"
          style={{ gridTemplateColumns: template }}
        >
          <span role="columnheader" className="sticky left-0 z-10 bg-sunken px-3">
            Site or admin
          </span>
          {studies.map(({ name }) => (
            <span key={name} role="columnheader" className="truncate px-2 text-center" title={name}>
              {name}
            </span>
          ))}
        </div>
        <div role="presentation" className="relative" style={{ height: virtual.getTotalSize() }}>
          {items.map(({ index, start }) => {
            const row = rows[index];
            const stopAt = index === stop.row ? stop.column : null;
            return row ? (
              <MatrixRow key={row.id} {...{ row, index, studies, template, stopAt }} top={start} />
            ) : null;
          })}
        </div>
      </div>
    </div>
  );
}

const indexOf = (rows: readonly StudyRow[], studies: readonly Study[], shown: string | null): number =>
  shown === null
    ? -1
    : rows.findIndex((row) => studies.some((study) => memberPath(study.name, row) === shown));

interface Stop {
  row: number;
  column: number;
}

/** The one cell that Tab stops at: the one that had the focus last, or else one that is there. */
function useTabStop(items: readonly { index: number }[], studies: number) {
  const [last, setLast] = useState<Stop>({ row: 0, column: 0 });
  const row = items.some(({ index }) => index === last.row) ? last.row : (items[0]?.index ?? 0);
  const onFocus = ({ target }: FocusEvent) => {
    const cell = cellOf(target);
    if (cell) setLast(cell);
  };
  return [{ row, column: Math.min(last.column, studies - 1) }, onFocus] as const;
}

interface MatrixRowProps {
  row: StudyRow;
  index: number;
  studies: Study[];
  template: string;
  /** The column of the cell that Tab stops at; null in all rows but one. */
  stopAt: number | null;
  top: number;
}

function MatrixRow({ row, index, studies, template, stopAt, top }: MatrixRowProps) {
  const isGroup = row.kind === 'group';
  const title = isGroup ? row.title : row.member.name;
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      className={`absolute inset-x-0 grid items-center border-b border-line hover:bg-hover ${isGroup ? 'bg-sunken font-medium' : 'bg-surface'}`}
      style={{ gridTemplateColumns: template, height: rowHeight, top }}
    >
      <span
        role="rowheader"
        className={`sticky left-0 z-10 h-full content-center truncate bg-inherit ${isGroup ? 'px-3' : 'pr-3 pl-7'}`}
        title={title}
      >
        {title}
        {row.kind === 'member' && row.isStranger ? (
          <span className="ml-2 text-sm text-attention">not in this project</span>
        ) : null}
        {isGroup ? <span className="tabular ml-1.5 font-normal text-faint">{row.members.length}</span> : null}
      </span>
      {studies.map((study, column) => (
        <MatrixCell
          key={study.name}
          {...{ row, title, study, index, column }}
          isTabStop={column === stopAt}
        />
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
  isTabStop: boolean;
}

function MatrixCell({ row, title, study, index, column, isTabStop }: MatrixCellProps) {
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
        id={fieldId({ key: null, path: memberPath(study.name, row) })}
        aria-checked={state === 'some' ? 'mixed' : state}
        aria-label={`${what} in ${study.name}`}
        // A name that belongs to nobody can only leave.
        disabled={readOnly || (row.kind === 'member' && row.isStranger && state === false)}
        data-cell={`${index} ${column}`}
        data-on={state !== false || undefined}
        // One stop for Tab; from there the arrows lead.
        tabIndex={isTabStop ? 0 : -1}
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
  Home: [0, -Infinity],
  End: [0, Infinity],
};

const within = (value: number, count: number): number => Math.max(0, Math.min(count - 1, value));

function cellOf(target: EventTarget): Stop | null {
  const at = target instanceof HTMLElement ? target.dataset['cell']?.split(' ').map(Number) : null;
  const [row, column] = at ?? [];
  return row === undefined || column === undefined ? null : { row, column };
}

/** The keys go from cell to cell, also to rows that are not on the page yet. */
function moveFocus(
  event: KeyboardEvent,
  scrollTo: (index: number) => void,
  rows: number,
  studies: number,
): void {
  const step = steps[event.key];
  const at = cellOf(event.target);
  if (!step || !at) return;
  event.preventDefault();
  const [row, column] = [within(at.row + step[0], rows), within(at.column + step[1], studies)];
  const grid = event.currentTarget;
  const focus = () => grid.querySelector<HTMLElement>(`[data-cell="${row} ${column}"]`)?.focus();
  scrollTo(row);
  focus();
  // A row that was out of view is there with the next frame.
  requestAnimationFrame(focus);
}
