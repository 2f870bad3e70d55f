import type { Message } from '../../../message.ts';
import { make, spoken } from './make.ts';
import type { Said } from './protocol.ts';

/** A field for files that also takes those dropped on its surroundings; it tells of both by `change`. */
export function fileDrop(
  id: string,
  text: Message | Said,
): { element: HTMLElement; field: HTMLInputElement } {
  const field = make('input');
  Object.assign(field, { type: 'file', multiple: true, id });
  const label = spoken('label', text);
  label.htmlFor = id;
  const element = make('div', 'tools drop', label, field);
  element.addEventListener('dragover', (event) => event.preventDefault());
  element.addEventListener('drop', (event) => {
    event.preventDefault();
    if (!event.dataTransfer || event.dataTransfer.files.length === 0) return;
    field.files = event.dataTransfer.files;
    field.dispatchEvent(new Event('change'));
  });
  return { element, field };
}
