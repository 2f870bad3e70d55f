import type { Option } from 'commander';
import { quantityOf } from './quantities.ts';

/** A default as its user would write it; empty for switches, and for lists that begin empty. */
function plainDefault(value: unknown): string {
  if (value === undefined || value === null || typeof value === 'boolean') return '';
  if (Array.isArray(value)) return value.map(plainDefault).join(',');
  if (typeof value !== 'object') return String(value);
  return 'id' in value ? String(value.id) : Object.values(value).map(plainDefault).join(':');
}

const saysDefault = (text: string) => /\bdefault\b/i.test(text);

/** What an option is for, the names it takes and its default; a quantity without one says so. */
export function optionText(option: Option): string {
  const { description, argChoices, defaultValue, defaultValueDescription, mandatory } = option;
  const given = defaultValueDescription ?? plainDefault(defaultValue);
  const isOpen = given === '' && quantityOf(option) !== undefined && !mandatory;
  const text = given === '' && isOpen ? 'none' : given;
  const notes = [
    ...(argChoices ? [`one of ${argChoices.join(', ')}`] : []),
    ...(text !== '' && !saysDefault(description) ? [`default: ${text}`] : []),
    ...(mandatory ? ['required'] : []),
  ];
  return notes.length > 0 ? `${description} (${notes.join('; ')})` : description;
}
