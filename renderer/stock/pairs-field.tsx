import { Field, TextArea } from '../ui/field';

interface PairsFieldProps {
  label: string;
  help: string;
  value: string;
  onChange: (text: string) => void;
}

/** Names and values, one a line as `name=value`. */
export function PairsField({ label, help, value, onChange }: PairsFieldProps) {
  return (
    <Field label={label} help={help} error={faultOf(value) ?? undefined}>
      <TextArea mono rows={2} value={value} onChange={(event) => onChange(event.target.value)} />
    </Field>
  );
}

export const readPairs = (text: string): { name: string; value: string }[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
    .map((line) => {
      const at = line.indexOf('=');
      return at < 0 ? { name: line, value: '' } : { name: line.slice(0, at), value: line.slice(at + 1) };
    });

/** What is wrong with the lines; null for nothing. */
export function faultOf(text: string): string | null {
  const names = readPairs(text).map(({ name }) => name);
  if (names.includes('')) return 'A line begins with a name, such as name=value.';
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  return twice === undefined ? null : `"${twice}" is there twice.`;
}

export const fitsName = (name: string): boolean => /^[a-zA-Z0-9][a-zA-Z0-9_.-]{1,127}$/.test(name);
export const nameFault =
  'Letters, digits, dots, dashes and underscores, at least two; a letter or digit first.';
