import { useQuery } from '@tanstack/react-query';
import { FileUp } from 'lucide-react';
import { useId } from 'react';
import { IconButton } from '../ui/button';
import { toast } from '../ui/toast';
import { useEditor } from './editor-context';
import { type EditorFieldProps, OptionalTextField } from './editor-fields';
import { FilePick } from './file-pick';
import { filesOptions, uploadProjectFile } from './project-file-upload';

interface FilePathFieldProps extends Omit<EditorFieldProps, 'label'> {
  label: string;
  value: string | null;
  onChange: (value: string | null) => void;
  accept: string;
}

/** A file that NVFlare reads: one that is added to the project here, or the path of one on this machine. */
export function FilePathField({ value, onChange, accept, ...field }: FilePathFieldProps) {
  const { projectId, readOnly } = useEditor();
  const { data: files = [] } = useQuery(filesOptions(projectId));
  const listId = useId();
  const add = async (file: File) => {
    try {
      onChange(await uploadProjectFile(projectId, file));
    } catch (error) {
      toast.error(error);
    }
  };
  return (
    <div className="flex items-start gap-1">
      <div className="min-w-0 flex-1">
        <OptionalTextField
          {...field}
          mono
          list={listId}
          value={value}
          onChange={onChange}
          placeholder="None"
        />
      </div>
      <datalist id={listId}>
        {files.map(({ name }) => (
          <option key={name} value={`files/${name}`} />
        ))}
      </datalist>
      {readOnly ? null : (
        <FilePick label={field.label} accept={accept} onFile={(file) => void add(file)}>
          {(choose) => (
            <IconButton
              icon={FileUp}
              label={`Choose a file for ${field.label}`}
              className="mt-6"
              onClick={choose}
            />
          )}
        </FilePick>
      )}
    </div>
  );
}
