import { useQuery } from '@tanstack/react-query';
import { orpc } from '../rpc/client';
import { cn } from '../ui/cn';
import { ErrorPanel } from '../ui/error';
import { Progress } from '../ui/progress';
import { describeTemplate } from './project-words';

interface TemplatePickerProps {
  value: string;
  onChange: (templateId: string) => void;
}

/** The templates as cards of which one is chosen. The first one is chosen as soon as they are known. */
export function TemplatePicker({ value, onChange }: TemplatePickerProps) {
  const { data, error, refetch } = useQuery(orpc.projects.templates.queryOptions());
  if (error) return <ErrorPanel error={error} onRetry={() => void refetch()} />;
  if (!data) return <Progress value={null} label="Loading templates" />;
  const chosen = value || data[0]?.id;
  return (
    <fieldset>
      <legend className="mb-1 text-sm font-medium text-muted">Start from</legend>
      <div className="grid grid-cols-2 gap-2">
        {data.map((template) => (
          <label
            key={template.id}
            className={cn(
              'flex cursor-pointer items-start gap-2 rounded border border-line px-3 py-2 hover:bg-hover',
              'has-checked:border-accent has-checked:bg-accent-soft has-focus-visible:outline-2',
            )}
          >
            <input
              type="radio"
              name="template"
              value={template.id}
              checked={template.id === chosen}
              onChange={() => onChange(template.id)}
              className="mt-1 accent-(--accent)"
            />
            <span className="min-w-0">
              <span className="block font-medium">{template.title}</span>
              <span className="block text-sm text-muted">{template.description}</span>
              <span className="mt-1 block text-sm text-faint">{describeTemplate(template)}</span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
