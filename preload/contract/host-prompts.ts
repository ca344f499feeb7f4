import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { call } from './meta';

/** What a server asks while someone logs in: one round of keyboard-interactive (RFC 4256). */
export const hostPromptSchema = z.object({
  promptId: z.string(),
  hostId: z.string(),
  hostName: z.string(),
  /** Of the server, as are all other words; each may be empty. */
  title: z.string(),
  instructions: z.string(),
  /** `echo`: whether the answer may be seen while it is typed. */
  prompts: z.array(z.object({ text: z.string(), echo: z.boolean() })),
});
export type HostPrompt = z.infer<typeof hostPromptSchema>;

const promptId = z.object({ promptId: z.string() });

export const hostPrompts = {
  /** The questions that are open, at first and whenever that changes. Whoever watches is there to answer. */
  watch: call({ permission: 'hosts.use' }).output(
    eventIterator(z.object({ seq: z.number(), prompts: z.array(hostPromptSchema) })),
  ),
  /** Sends the answers, in the order of the prompts. They are kept nowhere. */
  answer: call({ permission: 'hosts.use', audit: { subject: 'promptId' }, secret: 'answers' })
    .input(promptId.extend({ answers: z.array(z.string().max(4096)).max(16) }))
    .output(z.object({})),
  /** Ends the login. */
  cancel: call({ permission: 'hosts.use', audit: { subject: 'promptId' } })
    .input(promptId)
    .output(z.object({})),
};
