import { create } from 'zustand';

export interface Question {
  title: string;
  text: string;
  confirmLabel: string;
  cancelLabel?: string;
  danger?: boolean;
  /** Something more that can be wanted; off until it is chosen. */
  choice?: { label: string; help: string };
}

interface Asking {
  question: Question | null;
  answer: (yes: boolean, chosen?: boolean) => void;
}

export const useQuestion = create<Asking>(() => ({ question: null, answer: () => {} }));

/** Asks in a dialog and resolves to the answer. A second question takes the place of the first, as a no. */
export const confirm = async (question: Question): Promise<boolean> => (await ask(question)) !== null;

/** The same with a `choice`: resolves to whether that was chosen, and to null for a no. */
export const confirmWith = (question: Required<Pick<Question, 'choice'>> & Question) => ask(question);

function ask(question: Question): Promise<{ chosen: boolean } | null> {
  useQuestion.getState().answer(false);
  return new Promise((resolve) => {
    const answer = (yes: boolean, chosen = false) => {
      useQuestion.setState({ question: null, answer: () => {} });
      resolve(yes ? { chosen } : null);
    };
    useQuestion.setState({ question, answer });
  });
}
