import { useEffect, useRef } from 'react';
import { ErrorPanel } from '../ui/error';
import { useEditor } from './editor-context';
import { type FieldPlace, placeField } from './field-path';
import { useYaml } from './use-yaml';
import { type YamlView, createYamlView } from './yaml-view';

/**
 * The project's file as text, in step with the forms: an edit here shows there, and the other way round. The form of
 * the participant that the cursor is on stands beside it.
 */
export default function YamlTab({ showInForm }: { showInForm: (place: FieldPlace) => void }) {
  const { detail, model } = useEditor();
  const frame = useRef<HTMLDivElement>(null);
  const view = useRef<YamlView | null>(null);
  const calls = useRef({
    type: (_text: string) => {},
    caret: (_offset: number) => {},
    show: (_field: string) => {},
  });
  useEffect(() => {
    if (!frame.current) return;
    const made = createYamlView(frame.current, {
      onType: (text) => calls.current.type(text),
      onCaret: (offset) => calls.current.caret(offset),
      onShowInForm: ({ field }) => calls.current.show(field),
    });
    view.current = made;
    return () => {
      view.current = null;
      made.destroy();
    };
  }, []);
  const { type, follow, failed } = useYaml(view);
  useEffect(() => {
    calls.current = { type, caret: follow, show: (field) => showInForm(placeField(field, model)) };
  });
  const { archived } = detail.summary;
  useEffect(() => view.current?.setReadOnly(archived), [archived]);
  return (
    <div className="flex min-h-80 flex-1 flex-col gap-3">
      {failed ? <ErrorPanel error={failed} title="Text and form are not in step" /> : null}
      <div ref={frame} className="min-h-0 flex-1 overflow-hidden rounded border border-line" />
    </div>
  );
}
