import { useMutation } from '@tanstack/react-query';
import { ListTodo } from 'lucide-react';
import { Popover } from 'radix-ui';
import { useState } from 'react';
import type { Task } from '../../preload/contract/tasks';
import { client } from '../rpc/client';
import { Button } from '../ui/button';
import { cn } from '../ui/cn';
import { StatusIcon } from '../ui/status';
import { toast } from '../ui/toast';
import { isUnfinished, orderTasks, useTaskStore } from './task-store';
import { TrayTask } from './tray-task';

/** Long work: how much is under way, and behind the button what it is. */
export function TaskTray() {
  const [open, setOpen] = useState(false);
  const byId = useTaskStore((s) => s.tasks);
  const tasks = orderTasks(Object.values(byId));
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger asChild>
        <TrayButton tasks={tasks} />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="end"
          sideOffset={6}
          collisionPadding={8}
          aria-label="Tasks"
          onOpenAutoFocus={focusTray}
          className="z-40 flex max-h-[min(32rem,var(--radix-popover-content-available-height))] w-96 flex-col rounded border focus-visible:outline-none border-line bg-raised shadow-float animate-rise"
        >
          <TrayHead tasks={tasks} />
          {tasks.length === 0 ? (
            <p className="px-4 py-6 text-center text-muted">
              Installations and provisioning runs show here while they are under way.
            </p>
          ) : (
            <ul className="min-h-0 overflow-y-auto">
              {tasks.map((task) => (
                <TrayTask key={task.id} task={task} onLeave={() => setOpen(false)} />
              ))}
            </ul>
          )}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

/** On the tray itself: its first button would show a tooltip over the list. */
function focusTray(event: Event): void {
  event.preventDefault();
  if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus();
}

function TrayButton({ tasks, ...rest }: { tasks: Task[] } & React.ComponentProps<'button'>) {
  const running = tasks.filter(isUnfinished).length;
  const failed = tasks.some((task) => task.state === 'failed' || task.state === 'interrupted');
  const label = running > 0 ? `${running} running` : 'Tasks';
  return (
    <button
      type="button"
      aria-label={`Tasks, ${running} running${failed ? ', some failed' : ''}`}
      {...rest}
      className="no-drag flex h-7.5 items-center gap-1.5 rounded px-2 text-muted hover:bg-hover hover:text-ink data-[state=open]:bg-hover"
    >
      {running > 0 ? <StatusIcon state="running" /> : null}
      {running === 0 && failed ? <StatusIcon state="failed" /> : null}
      {running === 0 && !failed ? <ListTodo aria-hidden className="size-4" strokeWidth={1.75} /> : null}
      <span className={cn('tabular', running > 0 && 'text-ink')}>{label}</span>
    </button>
  );
}

function TrayHead({ tasks }: { tasks: Task[] }) {
  const finished = tasks.filter((task) => !isUnfinished(task));
  const clear = useMutation({
    mutationFn: () => Promise.all(finished.map((task) => client.tasks.dismiss({ taskId: task.id }))),
    onError: (error) => toast.error(error),
  });
  return (
    <div className="flex h-10 shrink-0 items-center justify-between border-b border-line pr-2 pl-4">
      <h2 className="font-semibold">Tasks</h2>
      {finished.length > 0 ? (
        <Button size="sm" variant="ghost" busy={clear.isPending} onClick={() => clear.mutate()}>
          Dismiss finished
        </Button>
      ) : null}
    </div>
  );
}
