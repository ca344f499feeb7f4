import { create } from 'zustand';

export interface Question {
  title: string;
  text: string;
  confirmLabel: string;
  cancelLabel?: string;
  danger?: boolean;
}

interface Asking {
  question: Question | null;
  answer: (yes: boolean) => void;
}

export const useQuestion = create<Asking>(() => ({ question: null, answer: () => {} }));

/** Asks in a dialog and resolves to the answer. A second question takes the place of the first, as a no. */
export function confirm(question: Question): Promise<boolean> {
  useQuestion.getState().answer(false);
  return new Promise((resolve) => {
    const answer = (yes: boolean) => {
      useQuestion.setState({ question: null, answer: () => {} });
      resolve(yes);
    };
    useQuestion.setState({ question, answer });
  });
}
