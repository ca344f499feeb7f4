import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import type { HostPrompt } from '../../preload/contract/host-prompts';
import { client } from '../rpc/client';
import { useHost } from '../rpc/use-capabilities';
import { useStream } from '../rpc/use-stream';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { ErrorPanel } from '../ui/error';
import { Field, TextInput } from '../ui/field';
import { toast } from '../ui/toast';

/** Shows what servers ask while someone logs in, on whatever page; once, at the root. */
export function HostPrompts() {
  const [prompts, setPrompts] = useState<HostPrompt[]>([]);
  const mayUse = useHost().actor.permissions.includes('hosts.use');
  useStream({
    key: 'hostPrompts.watch',
    // Who may not answer is not asked: it would be refused, again and again.
    enabled: mayUse,
    open: (signal) => client.hostPrompts.watch(undefined, { signal }),
    onEvent: (event) => setPrompts(event.prompts),
  });
  const [first] = prompts;
  return first ? <PromptDialog key={first.promptId} prompt={first} /> : null;
}

/** One round of questions. The answers are in this form until they are sent, and nowhere afterwards. */
function PromptDialog({ prompt }: { prompt: HostPrompt }) {
  const { promptId, hostName, title, instructions, prompts } = prompt;
  const formId = useId();
  const [answers, setAnswers] = useState(() => prompts.map(() => ''));
  const answer = useMutation({ mutationFn: () => client.hostPrompts.answer({ promptId, answers }) });
  const cancel = () => {
    client.hostPrompts.cancel({ promptId }).catch((error: unknown) => toast.error(error));
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    answer.mutate();
  };
  return (
    <Dialog
      open
      size="sm"
      onOpenChange={(open) => !open && cancel()}
      title={`${hostName} asks`}
      description="Your answers go to the host, and are not kept."
      footer={
        <>
          <Button onClick={cancel}>Cancel</Button>
          <Button type="submit" form={formId} variant="primary" busy={answer.isPending}>
            Send
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} noValidate className="flex flex-col gap-3">
        {title ? <p className="font-semibold wrap-break-word">{title}</p> : null}
        {instructions ? (
          <p className="wrap-break-word whitespace-pre-wrap text-muted">{instructions}</p>
        ) : null}
        {prompts.map(({ text, echo }, at) => (
          <Question
            key={`${at} ${text}`}
            {...{ text, echo, first: at === 0, value: answers[at] ?? '' }}
            onChange={(value) => setAnswers(answers.with(at, value))}
          />
        ))}
        {answer.error ? <ErrorPanel error={answer.error} title="The answers were not sent" /> : null}
      </form>
    </Dialog>
  );
}

interface QuestionProps {
  text: string;
  echo: boolean;
  first: boolean;
  value: string;
  onChange: (value: string) => void;
}

/** What comes before the last line of a question is words of the server about it. */
function Question({ text, echo, first, value, onChange }: QuestionProps) {
  const lines = text.split('\n');
  const label = (lines.pop() ?? '').replace(/[:\s]+$/, '') || 'Answer';
  const before = lines.join('\n').trim();
  return (
    <>
      {before ? <p className="wrap-break-word whitespace-pre-wrap text-muted">{before}</p> : null}
      <Field label={label}>
        <TextInput
          type={echo ? 'text' : 'password'}
          autoFocus={first}
          autoComplete="off"
          spellCheck={false}
          maxLength={4096}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      </Field>
    </>
  );
}
