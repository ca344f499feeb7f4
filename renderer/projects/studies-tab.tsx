import { Plus, Trash2 } from 'lucide-react';
import { type ReactNode, useMemo, useState } from 'react';
import { Button, IconButton } from '../ui/button';
import { EmptyState } from '../ui/empty';
import { Callout } from '../ui/error';
import { TextInput } from '../ui/field';
import { Section } from '../ui/page';
import { SearchField } from '../ui/search-field';
import { isJsonMap } from '../../preload/contract/json';
import { useDraftStore } from './draft-store';
import { useEditor } from './editor-context';
import { fieldId, isWithin } from './field-path';
import { count } from './project-words';
import { type Study, addStudy, readStudies, removeStudy, renameStudy } from './study-edit';
import { StudyMatrix } from './study-matrix';
import { studyOf } from './study-place';

/** Who takes part in which study. */
export function StudiesTab() {
  const { projectId, model, readOnly, edit } = useEditor();
  const [search, setSearch] = useState('');
  const focus = useDraftStore((state) => state.editing[projectId]?.focus ?? null);
  const studies = useMemo(() => readStudies(model.studies), [model.studies]);
  if (studies === null)
    return (
      <Callout tone="attention" title="These studies cannot be shown as a matrix">
        The section is not written as names with sites and admins. Mend it on the tab YAML.
      </Callout>
    );
  const add = readOnly ? null : (
    <Button icon={Plus} onClick={() => edit(addStudy)}>
      Add study
    </Button>
  );
  if (studies.length === 0)
    return (
      <EmptyState title="No studies" action={add}>
        A study is a part of the federation with its own sites and admins. Without studies, everyone works
        together. NVFlare has them since 2.8.
      </EmptyState>
    );
  return (
    <div className="flex min-h-0 flex-1 flex-col gap-4">
      <StudiesSection studies={studies} actions={add} />
      <SearchField
        value={search}
        onChange={setSearch}
        aria-label="Filter sites and admins"
        placeholder="Filter"
      />
      <StudyMatrix studies={studies} search={search} shown={focus?.path ?? null} />
    </div>
  );
}

/** The studies beside the text: their names, and who takes part in the one that the cursor is in. */
export function StudyPart({ path }: { path: string }) {
  const { model } = useEditor();
  const studies = useMemo(() => readStudies(model.studies), [model.studies]);
  const at = studies?.findIndex((study) => study.name === studyOf(path)) ?? -1;
  // While its name is typed here, it is the one that stands where it stood.
  const [last, setLast] = useState(at);
  if (at >= 0 && at !== last) setLast(at);
  const shown = useMemo(() => (last < 0 ? [] : (studies?.slice(last, last + 1) ?? [])), [studies, last]);
  if (studies === null)
    return <p className="text-muted">The section is not written as names with sites and admins.</p>;
  return (
    <div className="@container flex flex-col gap-3">
      <StudiesSection studies={studies} only={shown[0]} actions={null} />
      {shown.length > 0 ? (
        <div className="flex max-h-96 flex-col">
          <StudyMatrix studies={shown} search="" shown={path} />
        </div>
      ) : null}
    </div>
  );
}

interface StudiesSectionProps {
  studies: Study[];
  /** Shows this one alone. */
  only?: Study | undefined;
  actions: ReactNode;
}

/** The names. Many of them scroll by themselves, so that the matrix stays in view. */
function StudiesSection({ studies, only, actions }: StudiesSectionProps) {
  return (
    <Section title="Studies" count={studies.length} actions={actions}>
      <ul
        aria-label="Studies"
        className="grid max-h-44 grid-cols-1 gap-2 overflow-y-auto @3xl:grid-cols-2 @6xl:grid-cols-3"
      >
        {studies.map((study, index) =>
          only === undefined || study === only ? (
            // By its place, as its name changes while it is typed.
            // oxlint-disable-next-line react/no-array-index-key
            <StudyLine key={index} study={study} />
          ) : null,
        )}
      </ul>
    </Section>
  );
}

function StudyLine({ study }: { study: Study }) {
  const { readOnly, edit, problems } = useEditor();
  const { name, sites, admins } = study;
  const typed = useStudyName(name);
  const path = `studies.${name}`;
  const own = problems.filter((p) => p.key === null && isWithin(p.path, path));
  return (
    <li className="rounded border border-line bg-surface px-3 py-2">
      <div className="flex items-center gap-3">
        <TextInput
          id={fieldId({ key: null, path })}
          aria-label={`Name of the study ${name}`}
          aria-invalid={own.length > 0 || typed.isTaken || undefined}
          className="max-w-60 min-w-24"
          value={typed.value}
          maxLength={63}
          readOnly={readOnly}
          onChange={(event) => typed.change(event.target.value)}
          onBlur={typed.leave}
        />
        <span className="tabular ml-auto shrink-0 text-muted">
          {count(sites.size, 'site')}, {count(admins.size, 'admin')}
        </span>
        {readOnly ? null : (
          <IconButton
            icon={Trash2}
            size="sm"
            label={`Remove ${name}`}
            onClick={() => edit((model) => removeStudy(model, name))}
          />
        )}
      </div>
      {typed.isTaken ? (
        <p className="mt-1 text-sm text-failed">
          Another study has this name. <span className="text-muted">It stays {name} until you go on.</span>
        </p>
      ) : null}
      {own.map(({ problem }) => (
        <p key={`${problem.field} ${problem.code}`} className="mt-1 text-sm text-failed">
          {problem.message} <span className="text-muted">{problem.hint}</span>
        </p>
      ))}
    </li>
  );
}

/** A name as it is typed: on its way it may be that of another study, which the file cannot hold twice. */
function useStudyName(name: string) {
  const { model, edit } = useEditor();
  const [taken, setTaken] = useState<string | null>(null);
  return {
    value: taken ?? name,
    isTaken: taken !== null,
    change: (text: string) => {
      const isTaken = text !== name && isJsonMap(model.studies) && Object.hasOwn(model.studies, text);
      setTaken(isTaken ? text : null);
      if (!isTaken) edit((now) => renameStudy(now, name, text));
    },
    leave: () => setTaken(null),
  };
}
