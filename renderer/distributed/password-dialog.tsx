import { ShownOnce } from '../ui/shown-once';

interface PasswordDialogProps {
  done: { fileName: string; password: string };
  onClose: () => void;
}

/** Shows the password of a protected zip, this once. */
export function PasswordDialog({ done, onClose }: PasswordDialogProps) {
  return (
    <ShownOnce
      title="The kit in a protected zip"
      description={`Saved as ${done.fileName}`}
      label="Password"
      secret={done.password}
      lost="Without it the zip cannot be opened."
      onClose={onClose}
    >
      <p className="text-muted">
        This password is not stored and will not be shown again. 7-Zip, WinZip and Keka open the zip.
      </p>
    </ShownOnce>
  );
}
