import { useEffect, useRef } from 'react';
import { ErrorPanel } from '../ui/error';
import { useEditor } from './editor-context';
import { type FieldPlace, placeField } from './field-path';
import { placeOfText, textOfPlace } from './text-place';
import { useYaml } from './use-yaml';
import { type YamlView, createYamlView } from './yaml-view';

interface YamlTabProps {
  showInForm: (place: FieldPlace) => void;
  /** The field of the form that a person is in: the text shows where it is. */
  focused: FieldPlace | null;
  /** Told which field the text is about where the cursor is. */
  onCursor: (place: FieldPlace | null) => void;
}

/**
 * The project's file as text, in step with the forms: an edit here shows there, and the other way round. The form of
 * what the cursor is on stands beside it, and whatever field is gone to there is shown here.
 */
export default function YamlTab({ showInForm, focused, onCursor }: YamlTabProps) {
  const { detail, model } = useEditor();
  const frame = useRef<HTMLDivElement>(null);
  const view = useRef<YamlView | null>(null);
  const calls = useRef({
    type: (_text: string) => {},
    caret: (_path: string) => {},
    show: (_field: string) => {},
  });
  useEffect(() => {
    if (!frame.current) return;
    const made = createYamlView(frame.current, {
      onType: (text) => calls.current.type(text),
      onCaret: (path) => calls.current.caret(path),
      onShowInForm: ({ field }) => calls.current.show(field),
    });
    view.current = made;
    return () => {
      view.current = null;
      made.destroy();
    };
  }, []);
  const { type, failed } = useYaml(view);
  useEffect(() => {
    calls.current = {
      type,
      caret: (path) => onCursor(placeOfText(path, model)),
      show: (field) => showInForm(placeField(field, model)),
    };
  });
  const shown = useRef<FieldPlace | null>(null);
  useEffect(() => {
    if (focused === null || shown.current === focused) return;
    shown.current = focused;
    view.current?.point(textOfPlace(focused, model));
  }, [focused, model]);
  const { archived } = detail.summary;
  useEffect(() => view.current?.setReadOnly(archived), [archived]);
  return (
    <div className="flex min-h-80 flex-1 flex-col gap-3">
      {failed ? <ErrorPanel error={failed} title="Text and form are not in step" /> : null}
      <div
        ref={frame}
        className="min-h-0 flex-1 overflow-hidden rounded border border-line has-[.cm-focused]:outline-2 has-[.cm-focused]:outline-accent has-[.cm-focused]:outline-solid"
      />
    </div>
  );
}
