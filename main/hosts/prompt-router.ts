import { base } from '../rpc/base';
import type { PromptDesk } from './prompt-desk';

export const createHostPromptsRouter = (desk: PromptDesk) =>
  base.hostPrompts.router({
    watch: base.hostPrompts.watch.handler(({ signal }) => desk.watch(signal)),
    answer: base.hostPrompts.answer.handler(({ input }) => {
      desk.answer(input.promptId, input.answers);
      return {};
    }),
    cancel: base.hostPrompts.cancel.handler(({ input }) => {
      desk.cancel(input.promptId);
      return {};
    }),
  });
