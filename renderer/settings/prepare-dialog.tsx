import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { FolderOutput } from 'lucide-react';
import { useState } from 'react';
import { type TargetPlatform, targetPlatforms } from '../../preload/contract/runtime';
import { client } from '../rpc/client';
import { platformWords } from '../runtime/runtime-words';
import { pickPath } from '../shell/pick-path';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { Field, Select } from '../ui/field';
import { toast } from '../ui/toast';

const carried = '';
const pythons = ['3.12', '3.11', '3.13', '3.10', '3.14'];

/** Fills a folder with NVFlare for a computer that has no network. */
export function PrepareButton({ version }: { version: string }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button icon={FolderOutput} onClick={() => setOpen(true)}>
        Prepare a folder
      </Button>
      {open ? <PrepareDialog version={version} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

interface PrepareDialogProps {
  version: string;
  onClose: () => void;
}

function PrepareDialog({ version, onClose }: PrepareDialogProps) {
  const [platform, setPlatform] = useState<TargetPlatform>('linux-x64');
  const [python, setPython] = useState(carried);
  const prepare = usePrepare(onClose);
  return (
    <Dialog
      open
      onOpenChange={(next) => !next && onClose()}
      title="Prepare a folder for another machine"
      description={`NVFlare ${version} and all its packages, each compared with the sum that is known of it. Carry the folder over, and install from it there.`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            busy={prepare.isPending}
            onClick={() => prepare.mutate({ version, platform, python: python === carried ? null : python })}
          >
            Choose the folder
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <Field label="System of the other machine">
          <Select
            value={platform}
            onValueChange={(next) => setPlatform(targetPlatforms.find((each) => each === next) ?? platform)}
            options={targetPlatforms.map((value) => ({ value, label: platformWords[value] }))}
          />
        </Field>
        <Field
          label="Python of the other machine"
          help="With a Python in the folder, nothing has to be installed there before."
        >
          <Select
            value={python}
            onValueChange={setPython}
            options={[
              { value: carried, label: 'None: put one into the folder' },
              ...pythons.map((value) => ({ value, label: `Python ${value}` })),
            ]}
          />
        </Field>
      </div>
    </Dialog>
  );
}

function usePrepare(onStarted: () => void) {
  const navigate = useNavigate();
  return useMutation({
    mutationFn: async (wish: { version: string; platform: TargetPlatform; python: string | null }) => {
      const grant = await pickPath({ kind: 'folder', title: 'Choose a folder to fill' });
      return grant && client.runtime.prepareFolder({ ...wish, grantId: grant.id });
    },
    onSuccess: (started) => {
      if (!started) return;
      onStarted();
      void navigate({ to: '/tasks/$taskId', params: { taskId: started.taskId } });
    },
    onError: (error) => toast.error(error),
  });
}
