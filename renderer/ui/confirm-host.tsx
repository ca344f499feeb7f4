import { useState } from 'react';
import { Checkbox } from './checkbox';
import { type Question, useQuestion } from './confirm';
import { ConfirmDialog } from './confirm-dialog';

/** Shows the questions of `confirm`; once, at the root of the page. */
export function ConfirmHost() {
  const { question, answer } = useQuestion();
  return question ? <Asked key={question.title} question={question} answer={answer} /> : null;
}

interface AskedProps {
  question: Question;
  answer: (yes: boolean, chosen?: boolean) => void;
}

function Asked({ question, answer }: AskedProps) {
  const { title, text, choice, confirmLabel, cancelLabel, danger } = question;
  const [chosen, setChosen] = useState(false);
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && answer(false)}
      title={title}
      confirmLabel={confirmLabel}
      cancelLabel={cancelLabel}
      danger={danger}
      onConfirm={() => answer(true, chosen)}
    >
      {text}
      {choice ? (
        <div className="mt-3 text-ink">
          <Checkbox checked={chosen} onCheckedChange={setChosen} label={choice.label} help={choice.help} />
        </div>
      ) : null}
    </ConfirmDialog>
  );
}
