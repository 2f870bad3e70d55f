import { badInput } from '../errors.ts';

/** What tools print for people, or in a form with too little: told from others, and refused with how to ask again. */
export interface Refusal {
  id: string;
  title: string;
  sniff(head: string): boolean;
  expected: string;
  found: string;
  hint: string;
}

/** A reader of such a form: it knows the form and reads nothing of it. */
export const refusedForm = ({ id, title, sniff, expected, found, hint }: Refusal) => ({
  id,
  title: `${title}: refused, the message says what to ask for`,
  make: `nothing. ${hint}`,
  sniff: (_name: string, head: string) => sniff(head),
  read: (file: string): never => {
    throw badInput({ file, expected, found, hint });
  },
});
