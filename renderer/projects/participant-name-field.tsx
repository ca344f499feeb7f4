import { memo, useId } from 'react';
import { ChoiceField, type EditorFieldProps, OptionalTextField } from './editor-fields';
import { nameChoices } from './name-choices';

/** Choices beyond this many are typed with suggestions: a closed list of a thousand costs at every key. */
const mostInList = 40;

/** The name of another participant: chosen from a list, or typed where there are many. */
export function ParticipantNameField({
  names,
  unset,
  ...field
}: Omit<EditorFieldProps, 'placeholder'> & {
  value: string | null;
  onChange: (value: string | null) => void;
  unset: string;
  names: string[];
}) {
  const listId = useId();
  const choices = nameChoices(names);
  if (choices.length <= mostInList) return <ChoiceField {...field} unset={unset} choices={choices} />;
  return (
    <>
      <OptionalTextField {...field} placeholder={unset} list={listId} />
      <NameSuggestions id={listId} names={names.join('\n')} />
    </>
  );
}

const NameSuggestions = memo(({ id, names }: { id: string; names: string }) => (
  <datalist id={id}>
    {names.split('\n').map((name, index) => (
      <option key={`${index} ${name}`} value={name} />
    ))}
  </datalist>
));
NameSuggestions.displayName = 'NameSuggestions';
