import { Plus, Trash2 } from 'lucide-react';
import { type ReactNode, useMemo, useState } from 'react';
import { Button, IconButton } from '../ui/button';
import { EmptyState } from '../ui/empty';
import { Callout } from '../ui/error';
import { TextInput } from '../ui/field';
import { Section } from '../ui/page';
import { SearchField } from '../ui/search-field';
import { useEditor } from './editor-context';
import { fieldId, isWithin } from './field-path';
import { count } from './project-words';
import { type Study, addStudy, readStudies, removeStudy, renameStudy } from './study-edit';
import { StudyMatrix } from './study-matrix';

/** Who takes part in which study. */
export function StudiesTab() {
  const { model, readOnly, edit } = useEditor();
  const [search, setSearch] = useState('');
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
      <StudyMatrix studies={studies} search={search} />
    </div>
  );
}

/** The studies without their matrix, which needs more room than there is beside the text. */
export function StudiesList() {
  const { model } = useEditor();
  const studies = useMemo(() => readStudies(model.studies), [model.studies]);
  if (studies === null)
    return <p className="text-muted">The section is not written as names with sites and admins.</p>;
  return (
    <div className="@container flex flex-col gap-3">
      <StudiesSection studies={studies} actions={null} />
      <p className="text-muted">Who takes part in which study is set on the tab Studies.</p>
    </div>
  );
}

function StudiesSection({ studies, actions }: { studies: Study[]; actions: ReactNode }) {
  return (
    <Section title="Studies" count={studies.length} actions={actions}>
      <ul aria-label="Studies" className="grid grid-cols-1 gap-2 @3xl:grid-cols-2">
        {studies.map((study, index) => (
          // By its place, as its name changes while it is typed.
          // oxlint-disable-next-line react/no-array-index-key
          <StudyLine key={index} study={study} />
        ))}
      </ul>
    </Section>
  );
}

function StudyLine({ study }: { study: Study }) {
  const { readOnly, edit, problems } = useEditor();
  const { name, sites, admins } = study;
  const path = `studies.${name}`;
  const own = problems.filter((p) => p.key === null && isWithin(p.path, path));
  return (
    <li className="rounded border border-line bg-surface px-3 py-2">
      <div className="flex items-center gap-3">
        <TextInput
          id={fieldId({ key: null, path })}
          aria-label={`Name of the study ${name}`}
          aria-invalid={own.length > 0 || undefined}
          className="max-w-60"
          value={name}
          maxLength={63}
          readOnly={readOnly}
          onChange={(event) => edit((model) => renameStudy(model, name, event.target.value))}
        />
        <span className="tabular min-w-0 flex-1 truncate text-muted">
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
      {own.map(({ problem }) => (
        <p key={`${problem.field} ${problem.code}`} className="mt-1 text-sm text-failed">
          {problem.message} <span className="text-muted">{problem.hint}</span>
        </p>
      ))}
    </li>
  );
}
