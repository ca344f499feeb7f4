import { useQuestion } from './confirm';
import { ConfirmDialog } from './confirm-dialog';

/** Shows the questions of `confirm`; once, at the root of the page. */
export function ConfirmHost() {
  const { question, answer } = useQuestion();
  if (!question) return null;
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && answer(false)}
      title={question.title}
      confirmLabel={question.confirmLabel}
      cancelLabel={question.cancelLabel}
      danger={question.danger}
      onConfirm={() => answer(true)}
    >
      {question.text}
    </ConfirmDialog>
  );
}
