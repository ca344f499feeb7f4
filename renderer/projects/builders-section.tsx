import { ArrowDown, ArrowUp, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { isJsonMap } from '../../preload/contract/json';
import type { Builder } from '../../preload/contract/projects';
import { Button, IconButton } from '../ui/button';
import { Field, TextArea, TextInput } from '../ui/field';
import { Menu } from '../ui/menu';
import { Section } from '../ui/page';
import {
  addBuilder,
  moveBuilder,
  parseArg,
  parseArgs,
  patchBuilder,
  removeBuilder,
  setArgument,
  showArg,
  showArgs,
} from './builder-edit';
import { useEditor } from './editor-context';
import { useFieldPlace } from './editor-fields';
import { fieldId } from './field-path';
import { type BuilderArg, knownBuilders } from './known-builders';

/** The classes that make the kits, in the order in which they run. */
export function BuildersSection() {
  const { model, readOnly } = useEditor();
  const { error, warning } = useFieldPlace({ key: null, path: 'builders' });
  const whole = model.builders.length === 0 ? (error ?? warning) : undefined;
  return (
    <Section
      title="Builders"
      count={model.builders.length}
      description="They make the startup kits, one after the other."
      actions={readOnly ? null : <AddMenu />}
    >
      {whole ? <p className="text-failed">{whole}</p> : null}
      <ol aria-label="Builders" id={fieldId({ key: null, path: 'builders' })} className="flex flex-col gap-2">
        {model.builders.map((builder, index) => (
          <BuilderCard key={builder.key} builder={builder} index={index} last={model.builders.length - 1} />
        ))}
      </ol>
    </Section>
  );
}

function AddMenu() {
  const { model, edit } = useEditor();
  const there = new Set(model.builders.map(({ path }) => path));
  const add = (path: string) => edit((now) => addBuilder(now, path));
  return (
    <Menu
      label="Add a builder"
      trigger={<Button icon={Plus}>Add builder</Button>}
      items={[
        ...Object.entries(knownBuilders)
          .filter(([path]) => !there.has(path))
          .map(([path, { title }]) => ({ label: title, onSelect: () => add(path) })),
        { label: 'Another class', onSelect: () => add('') },
      ]}
    />
  );
}

interface BuilderCardProps {
  builder: Builder;
  index: number;
  last: number;
}

function BuilderCard({ builder, index, last }: BuilderCardProps) {
  const { readOnly, edit } = useEditor();
  const { key, path } = builder;
  const known = knownBuilders[path];
  const name = known?.title ?? (path.split('.').at(-1) || 'New builder');
  const { error, warning } = useFieldPlace({ key: null, path: `builders[${index}]` });
  return (
    <li
      id={fieldId({ key: null, path: `builders[${index}]` })}
      className="rounded border border-line bg-surface px-3 py-2"
    >
      <div className="flex items-center gap-2">
        <span className="tabular w-5 shrink-0 text-faint">{index + 1}</span>
        <div className="min-w-0 flex-1">
          <h3 className="font-medium">{name}</h3>
          {known ? <p className="text-sm text-faint">{known.what}</p> : null}
        </div>
        {readOnly ? null : (
          <>
            <IconButton
              icon={ArrowUp}
              size="sm"
              label={`Move ${name} up`}
              disabled={index === 0}
              onClick={() => edit((model) => moveBuilder(model, key, -1))}
            />
            <IconButton
              icon={ArrowDown}
              size="sm"
              label={`Move ${name} down`}
              disabled={index === last}
              onClick={() => edit((model) => moveBuilder(model, key, 1))}
            />
            <IconButton
              icon={Trash2}
              size="sm"
              label={`Remove ${name}`}
              onClick={() => edit((model) => removeBuilder(model, key))}
            />
          </>
        )}
      </div>
      <div className="mt-2 flex flex-col gap-3 pl-7">
        {known ? (
          <>
            <p className="font-mono text-sm wrap-anywhere text-muted">{path}</p>
            {error || warning ? (
              <p className={`text-sm ${error ? 'text-failed' : 'text-attention'}`}>{error ?? warning}</p>
            ) : null}
            <KnownArgs builder={builder} args={known.args} index={index} />
          </>
        ) : (
          <ForeignBuilder builder={builder} index={index} error={error} warning={warning} />
        )}
      </div>
    </li>
  );
}

interface KnownArgsProps {
  builder: Builder;
  args: BuilderArg[];
  index: number;
}

function KnownArgs({ builder: { key, args }, args: fields, index }: KnownArgsProps) {
  const { readOnly, edit } = useEditor();
  const names = new Set(fields.map((field) => field.key));
  const values = isJsonMap(args) ? args : {};
  const hasOthers =
    (args !== null && !isJsonMap(args)) || Object.keys(values).some((name) => !names.has(name));
  if (hasOthers) return <ArgsText builderKey={key} args={args} index={index} />;
  if (fields.length === 0) return null;
  return (
    <div className="grid grid-cols-1 gap-x-4 gap-y-3 @2xl:grid-cols-2">
      {fields.map((field) => (
        <ArgField
          key={field.key}
          id={fieldId({ key: null, path: `builders[${index}].args.${field.key}` })}
          field={field}
          shown={showArg(values[field.key])}
          readOnly={readOnly}
          onType={(typed) =>
            edit((model) =>
              patchBuilder(model, key, { args: setArgument(args, field.key, parseArg(typed, field)) }),
            )
          }
        />
      ))}
    </div>
  );
}

interface ArgFieldProps {
  id: string;
  field: BuilderArg;
  shown: string;
  readOnly: boolean;
  onType: (typed: string) => void;
}

/** Keeps what is typed until it is left, so that a list can have a space at its end while it grows. */
function ArgField({ id, field, shown, readOnly, onType }: ArgFieldProps) {
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <Field label={field.label} htmlFor={id}>
      <TextInput
        mono
        value={typed ?? shown}
        placeholder={field.placeholder}
        readOnly={readOnly}
        onChange={(event) => {
          setTyped(event.target.value);
          onType(event.target.value);
        }}
        onBlur={() => setTyped(null)}
      />
    </Field>
  );
}

interface ForeignBuilderProps {
  builder: Builder;
  index: number;
  error: string | undefined;
  warning: string | undefined;
}

function ForeignBuilder({ builder: { key, path, args }, index, error, warning }: ForeignBuilderProps) {
  const { readOnly, edit } = useEditor();
  return (
    <>
      <Field
        label="Class"
        htmlFor={fieldId({ key: null, path: `builders[${index}].path` })}
        error={error}
        warning={warning}
        help="Its dotted path, as Python imports it."
      >
        <TextInput
          mono
          value={path}
          readOnly={readOnly}
          placeholder="package.module.Class"
          onChange={(event) => edit((model) => patchBuilder(model, key, { path: event.target.value }))}
        />
      </Field>
      <ArgsText builderKey={key} args={args} index={index} />
    </>
  );
}

/** Arguments that have no fields, as JSON. */
interface ArgsTextProps {
  builderKey: string;
  args: Builder['args'];
  index: number;
}

function ArgsText({ builderKey, args, index }: ArgsTextProps) {
  const { readOnly, edit } = useEditor();
  const [typed, setTyped] = useState<string | null>(null);
  const parsed = typed === null ? null : parseArgs(typed);
  return (
    <Field
      label="Arguments"
      htmlFor={fieldId({ key: null, path: `builders[${index}].args` })}
      help='As JSON, such as {"name": "value"}.'
      error={parsed && 'fault' in parsed ? parsed.fault : undefined}
    >
      <TextArea
        mono
        rows={Math.min(12, (typed ?? showArgs(args)).split('\n').length + 1)}
        value={typed ?? showArgs(args)}
        readOnly={readOnly}
        onChange={(event) => {
          setTyped(event.target.value);
          const next = parseArgs(event.target.value);
          if ('args' in next) edit((model) => patchBuilder(model, builderKey, { args: next.args }));
        }}
        onBlur={() => {
          if (parsed && 'args' in parsed) setTyped(null);
        }}
      />
    </Field>
  );
}
