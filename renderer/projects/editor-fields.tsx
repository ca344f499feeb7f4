import { type ReactNode, useRef } from 'react';
import { connectionSecurities } from '../../preload/contract/projects';
import { Field, Select, TagInput, TextArea, TextInput } from '../ui/field';
import { useEditor } from './editor-context';
import { fieldId, type FieldPlace, messagesAt } from './field-path';
import { inheritedSecurity, securityLabel } from './nvflare-defaults';
import { parseTypedNumber, showTyped, textOrNull, type TypedNumber } from './typed-value';

export interface EditorFieldProps {
  /** Where the field is in the file; problems found there show up here. */
  place: FieldPlace;
  /** Further paths whose problems belong here. */
  also?: string[];
  label: ReactNode;
  help?: ReactNode;
  unit?: string;
  required?: boolean;
  placeholder?: string;
}

interface TextLook {
  mono?: boolean;
  /** The id of a datalist with suggestions. */
  list?: string;
}

/** What ties a field to its place in the file: the id that the summary jumps to, and the messages there. */
export function useFieldPlace(place: FieldPlace, also: string[] = []) {
  const { problems, unsupported } = useEditor();
  const found = messagesAt(problems, place.key, place.path, ...also);
  const notSupported = messagesAt(unsupported, place.key, place.path, ...also).warning;
  const warning = [found.warning, notSupported].filter(Boolean).join(' ') || undefined;
  return { htmlFor: fieldId(place), error: found.error, warning };
}

/** A line of text; `onChange` gets the text as typed, and without blanks at its ends when it is left. */
export function TextField({
  place,
  also,
  value,
  onChange,
  placeholder,
  mono,
  list,
  onFocus,
  ...field
}: EditorFieldProps &
  TextLook & {
    value: string;
    onChange: (value: string) => void;
    onFocus?: () => void;
  }) {
  const { readOnly } = useEditor();
  const typed = useRef(false);
  return (
    <Field {...field} {...useFieldPlace(place, also)}>
      <TextInput
        value={value}
        mono={mono}
        list={list}
        readOnly={readOnly}
        placeholder={placeholder}
        onFocus={() => {
          typed.current = false;
          onFocus?.();
        }}
        onChange={(event) => {
          typed.current = true;
          onChange(event.target.value);
        }}
        onBlur={() => {
          // What was only looked at stays as the file has it.
          if (typed.current && value !== value.trim()) onChange(value.trim());
        }}
      />
    </Field>
  );
}

/** A text that leaves the file when it is emptied. */
export function OptionalTextField({
  value,
  onChange,
  ...field
}: EditorFieldProps & TextLook & { value: string | null; onChange: (value: string | null) => void }) {
  return <TextField {...field} value={value ?? ''} onChange={(typed) => onChange(textOrNull(typed))} />;
}

/** A description of a participant or of the project. */
export function DescriptionField({
  place,
  value,
  onChange,
}: {
  place: FieldPlace;
  value: string | null;
  onChange: (value: string | null) => void;
}) {
  const { readOnly } = useEditor();
  return (
    <Field label="Description" {...useFieldPlace(place)}>
      <TextArea
        rows={2}
        maxLength={2000}
        readOnly={readOnly}
        value={value ?? ''}
        onChange={(event) => onChange(textOrNull(event.target.value))}
      />
    </Field>
  );
}

/** A port or an amount; what is no number is kept as typed and judged by the validation. */
export function NumberField({
  value,
  onChange,
  kind,
  ...field
}: EditorFieldProps & {
  value: TypedNumber;
  onChange: (value: TypedNumber) => void;
  kind?: 'whole' | 'decimal';
}) {
  return (
    <TextField
      {...field}
      value={showTyped(value)}
      onChange={(typed) => onChange(parseTypedNumber(typed, kind))}
    />
  );
}

/** Host names or addresses as chips. */
export function HostNamesField({
  place,
  value,
  onChange,
  placeholder,
  ...field
}: EditorFieldProps & { value: string[]; onChange: (value: string[]) => void }) {
  const { readOnly } = useEditor();
  const { htmlFor, ...messages } = useFieldPlace(place);
  return (
    <Field {...field} {...messages} htmlFor={htmlFor}>
      <TagInput
        id={htmlFor}
        value={value}
        onChange={onChange}
        placeholder={placeholder}
        disabled={readOnly}
      />
    </Field>
  );
}

/** One of a few values, of which the first, `unset`, means that the file says nothing. */
export function ChoiceField({
  place,
  also,
  value,
  onChange,
  unset,
  choices,
  ...field
}: Omit<EditorFieldProps, 'placeholder'> & {
  value: string | null;
  onChange: (value: string | null) => void;
  unset: string;
  choices: { value: string; label: string }[];
}) {
  const { readOnly } = useEditor();
  const known = value === null || value === '' || choices.some((choice) => choice.value === value);
  const options = [
    { value: '', label: unset },
    ...choices,
    ...(known ? [] : [{ value, label: `${value} (from the file)` }]),
  ];
  return (
    <Field {...field} {...useFieldPlace(place, also)}>
      <Select
        value={value ?? ''}
        onValueChange={(next) => onChange(textOrNull(next))}
        options={options}
        disabled={readOnly}
      />
    </Field>
  );
}

const securityChoices = connectionSecurities.map((value) => ({ value, label: securityLabel(value) }));

/** Clear, TLS or mTLS; `unset` says what holds when nothing is chosen, by default the project's choice. */
export function SecurityField({
  place,
  value,
  onChange,
  unset,
}: {
  place: FieldPlace;
  value: string | null;
  onChange: (value: string | null) => void;
  unset?: string;
}) {
  const { model } = useEditor();
  return (
    <ChoiceField
      place={place}
      label="Connection security"
      value={value}
      onChange={onChange}
      unset={unset ?? inheritedSecurity(model.connectionSecurity)}
      choices={securityChoices}
    />
  );
}
