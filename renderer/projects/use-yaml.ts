import { useEffect, useRef, useState, type RefObject } from 'react';
import type { Mark, ProjectModel } from '../../preload/contract/projects';
import { client } from '../rpc/client';
import { useDraftStore } from './draft-store';
import { useEditor } from './editor-context';
import { placeField } from './field-path';
import { readTyped } from './read-typed';
import type { YamlView } from './yaml-view';

const pauseMs = 200;

/** Keeps the text editor and the draft in step, whichever of the two is edited. */
export function useYaml(view: RefObject<YamlView | null>): {
  type: (text: string) => void;
  /** Why text and form could not be brought into step. */
  failed: unknown;
} {
  const { projectId } = useEditor();
  const [failed, setFailed] = useState<unknown>(null);
  const [marks, setMarks] = useState<Mark[]>([]);
  /** The model that was read out of the text in the editor: that text is not written anew. */
  const own = useRef<ProjectModel | null>(null);
  const newest = useRef<AbortController | null>(null);

  const type = (typed: string): void => {
    newest.current?.abort();
    const stop = new AbortController();
    newest.current = stop;
    const { breakText } = useDraftStore.getState();
    breakText(projectId, { text: typed, isRead: false });
    // Not ended with the page: what was typed last reaches the form also when another tab is opened at once.
    const read = async () => {
      if (stop.signal.aborted) return;
      try {
        const found = await readTyped(projectId, typed, stop.signal);
        if (!found) return;
        own.current = found.model;
        setMarks(found.marks);
        setFailed(null);
      } catch (error) {
        if (!stop.signal.aborted) setFailed(error);
      }
    };
    setTimeout(() => void read(), pauseMs);
  };

  useKeptText(view, type);
  useRendered(view, { own, setMarks, setFailed });
  useEffect(() => view.current?.mark(marks), [marks, view]);
  useReveal(view, marks);
  return { type, failed };
}

/** A text that could not be read is still there after a look at another tab. */
function useKeptText(view: RefObject<YamlView | null>, type: (text: string) => void): void {
  const { broken } = useEditor().draft;
  const first = useRef(true);
  useEffect(() => {
    if (!first.current || !view.current) return;
    first.current = false;
    if (broken === null) return;
    view.current.show(broken.text);
    type(broken.text);
  });
}

/** The text of the draft, whenever it was edited elsewhere. While the person types, the text leads. */
function useRendered(
  view: RefObject<YamlView | null>,
  to: {
    own: RefObject<ProjectModel | null>;
    setMarks: (marks: Mark[]) => void;
    setFailed: (error: unknown) => void;
  },
): void {
  const { projectId, draft } = useEditor();
  const { model, text, broken } = draft;
  const { own, setMarks, setFailed } = to;
  useEffect(() => {
    if (own.current === model || broken !== null) return;
    const stop = new AbortController();
    const render = async () => {
      try {
        const made = await client.projects.render({ projectId, model, text }, { signal: stop.signal });
        if (stop.signal.aborted) return;
        view.current?.show(made.text);
        setMarks(made.marks);
        setFailed(null);
      } catch (error) {
        if (!stop.signal.aborted) setFailed(error);
      }
    };
    void render();
    return () => stop.abort();
  }, [projectId, model, text, broken, view, own, setMarks, setFailed]);
}

/** A problem that the summary leads to is shown where it stands in the text. */
function useReveal(view: RefObject<YamlView | null>, marks: Mark[]): void {
  const { projectId, model } = useEditor();
  const focus = useDraftStore((state) => state.editing[projectId]?.focus ?? null);
  useEffect(() => {
    if (!focus?.inText) return;
    const mark = marks.find(({ problem }) => {
      const { key, path } = placeField(problem.field, model);
      return key === focus.key && path === focus.path;
    });
    if (!mark) return;
    view.current?.reveal(mark);
    useDraftStore.getState().focusField(projectId, null);
  }, [focus, marks, model, projectId, view]);
}
