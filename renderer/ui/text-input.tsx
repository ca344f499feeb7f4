import type { ComponentProps } from 'react';
import { cn } from './cn';
import { inputLook, useFieldAttributes } from './field-context';
import { tellWhatIsCut } from './paste-room';

interface TextInputProps extends ComponentProps<'input'> {
  mono?: boolean;
}

/** A line of text. Inside a `Field` it is labelled and described by it. */
export function TextInput({ mono, className, ...rest }: TextInputProps) {
  return (
    <input
      type="text"
      autoComplete="off"
      spellCheck={false}
      onPaste={tellWhatIsCut}
      {...useFieldAttributes()}
      {...rest}
      className={cn(inputLook, 'h-7.5 read-only:bg-sunken', mono && 'font-mono text-sm', className)}
    />
  );
}

interface TextAreaProps extends ComponentProps<'textarea'> {
  mono?: boolean;
}

/** Several lines of text. */
export function TextArea({ mono, className, ...rest }: TextAreaProps) {
  return (
    <textarea
      rows={3}
      onPaste={tellWhatIsCut}
      {...useFieldAttributes()}
      {...rest}
      className={cn(inputLook, 'resize-y py-1.5 read-only:bg-sunken', mono && 'font-mono text-sm', className)}
    />
  );
}
