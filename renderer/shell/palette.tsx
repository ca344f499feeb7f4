import * as Dialog from '@radix-ui/react-dialog';
import { Command } from 'cmdk';
import { Search } from 'lucide-react';
import { useState } from 'react';
import { ShortcutLayer } from '../ui/shortcut-layer';
import { useFramePanels } from './frame-panels';
import { matchCommands, type PaletteCommand } from './palette-match';
import { usePaletteCommands } from './use-palette-commands';

/** Ctrl/Cmd+K: every page, project, kit and action, by typing a part of its name. */
export function Palette() {
  const { palette: open, setPalette } = useFramePanels();
  return (
    <Dialog.Root open={open} onOpenChange={setPalette}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-scrim animate-appear" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed top-[12vh] left-1/2 z-40 flex max-h-[70vh] w-[min(38rem,calc(100vw-3rem))] -translate-x-1/2 flex-col overflow-hidden rounded border border-line bg-raised shadow-float animate-appear"
        >
          <Dialog.Title className="sr-only">Command palette</Dialog.Title>
          <ShortcutLayer>
            <PaletteBody onDone={() => setPalette(false)} />
          </ShortcutLayer>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function PaletteBody({ onDone }: { onDone: () => void }) {
  const [search, setSearch] = useState('');
  const groups = matchCommands(usePaletteCommands(), search);
  const run = (command: PaletteCommand) => {
    onDone();
    command.run();
  };
  return (
    <Command shouldFilter={false} loop label="Command palette" className="flex min-h-0 flex-col">
      <div className="flex h-11 shrink-0 items-center gap-2.5 border-b border-line px-4">
        <Search aria-hidden className="size-4 shrink-0 text-faint" />
        <Command.Input
          value={search}
          onValueChange={setSearch}
          placeholder="A page, a project, a kit, or what to do"
          className="h-full flex-1 bg-transparent text-lg focus-visible:outline-none"
        />
      </div>
      <Command.List className="min-h-0 overflow-y-auto p-1.5">
        {groups.length === 0 ? (
          // An option, as a list box without any is not allowed.
          <Command.Item disabled value="none" className="px-3 py-6 text-center text-muted">
            Nothing has that name.
          </Command.Item>
        ) : null}
        {groups.map((group) => (
          <Command.Group
            key={group.title}
            heading={group.title}
            className="**:[[cmdk-group-heading]]:px-2.5 **:[[cmdk-group-heading]]:pt-2 **:[[cmdk-group-heading]]:pb-1 **:[[cmdk-group-heading]]:text-xs **:[[cmdk-group-heading]]:font-medium **:[[cmdk-group-heading]]:text-faint"
          >
            {group.commands.map((command) => (
              <PaletteItem key={command.id} command={command} onSelect={() => run(command)} />
            ))}
            {group.more > 0 ? (
              <p className="tabular px-2.5 py-1 text-sm text-faint">
                {group.more} more; type on to find them
              </p>
            ) : null}
          </Command.Group>
        ))}
      </Command.List>
    </Command>
  );
}

function PaletteItem({ command, onSelect }: { command: PaletteCommand; onSelect: () => void }) {
  const { icon: Icon } = command;
  return (
    <Command.Item
      value={command.id}
      onSelect={onSelect}
      className="flex h-8 items-center gap-2.5 rounded-sm px-2.5 data-[selected=true]:bg-hover"
    >
      <Icon aria-hidden className="size-4 shrink-0 text-muted" strokeWidth={1.75} />
      <span className="truncate">{command.label}</span>
      {command.detail ? <span className="truncate text-sm text-faint">{command.detail}</span> : null}
      {command.shortcut ? (
        <kbd className="ml-auto font-sans text-xs text-faint">{command.shortcut}</kbd>
      ) : null}
    </Command.Item>
  );
}
