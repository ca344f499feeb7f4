import { Link } from '@tanstack/react-router';
import { cn } from '../ui/cn';

const parts = [
  { id: 'runtime', label: 'NVFlare' },
  { id: 'index', label: 'Package index' },
  { id: 'data', label: 'Data directory' },
  { id: 'upkeep', label: 'Upkeep' },
  { id: 'appearance', label: 'Appearance' },
  { id: 'notifications', label: 'Notifications' },
  { id: 'about', label: 'About' },
];

/** The parts of the settings, beside them where there is room. */
export function SettingsNav({ current }: { current: string | undefined }) {
  return (
    <nav aria-label="Parts of the settings" className="sticky top-0 hidden w-36 shrink-0 @min-[52rem]:block">
      <ul className="flex flex-col gap-0.5">
        {parts.map((part) => (
          <li key={part.id}>
            <Link
              to="/settings"
              search={{ section: part.id }}
              aria-current={part.id === current ? 'true' : undefined}
              className={cn(
                'flex h-7 items-center rounded px-2 text-muted hover:bg-hover hover:text-ink',
                part.id === current && 'font-medium text-ink',
              )}
            >
              {part.label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
