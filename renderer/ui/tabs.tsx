import { Tabs as Radix } from 'radix-ui';

interface TabsProps<V extends string> {
  value: V;
  onValueChange: (value: V) => void;
  tabs: { value: V; label: string; count?: number }[];
  label?: string;
}

/** The subjects of a page. The page shows the content of the chosen one itself. */
export function Tabs<V extends string>({ value, onValueChange, tabs, label = 'Subjects' }: TabsProps<V>) {
  return (
    <Radix.Root value={value} onValueChange={(next) => onValueChange(next as V)} activationMode="manual">
      <Radix.List aria-label={label} className="flex gap-4">
        {tabs.map((tab) => (
          <Radix.Trigger
            key={tab.value}
            value={tab.value}
            aria-controls={undefined}
            className="relative -mb-px flex h-8 items-center gap-1.5 border-b-2 border-transparent text-base font-medium text-muted hover:text-ink data-[state=active]:border-accent data-[state=active]:text-ink"
          >
            {tab.label}
            {tab.count === undefined ? null : (
              <span className="tabular rounded-sm bg-sunken px-1.5 text-xs text-muted">{tab.count}</span>
            )}
          </Radix.Trigger>
        ))}
      </Radix.List>
    </Radix.Root>
  );
}
