import { badInput } from '../../../errors.ts';

/** Comments and empty lines, then a version: such a text describes a disk whose extents are other files. */
const DESCRIPTOR = /^(?:#[^\n]*\n|[ \t]*\r?\n)*version\s*=\s*[1-4]\s*\n/;

/** Whether a text, or the start of one, is a VMDK descriptor. */
export function isDescriptorText(text: string): boolean {
  return text.startsWith('# Disk DescriptorFile') || DESCRIPTOR.test(text);
}

/** An embedded descriptor, or a file that is one, is read up to here. */
export const MAX_DESCRIPTOR_BYTES = 2 ** 20;
const MAX_EXTENTS = 2048;

export const EXTENT_TYPES = ['FLAT', 'VMFS', 'SPARSE', 'VMFSSPARSE'] as const;
export type ExtentType = (typeof EXTENT_TYPES)[number];

/** One line of the extent list: a piece of the disk in a file of its own. */
export interface ExtentLine {
  type: ExtentType;
  sectors: number;
  name: string;
  /** First sector in the file; flat extents only. */
  firstSector: number;
}

export interface Descriptor {
  createType: string | null;
  cid: string | null;
  parentCid: string | null;
  parentName: string | null;
}

const EXTENT =
  /^(RW|RDONLY|NOACCESS)\s+(\d+)\s+([A-Z0-9]+)(?:\s+"([^"\r\n]{1,511})"(?:\s+(\d+))?)?/;

/** What a VMDK descriptor says of the disk, `key=value` line by line. */
export function parseDescriptor(text: string): Descriptor {
  // Blanks of one line alone: a run of empty lines must not be gone over again from each of them.
  const value = (key: string) =>
    new RegExp(`^[ \\t]*${key}[ \\t]*=[ \\t]*"?([^"\\r\\n]*)`, 'm').exec(text)?.[1]?.trim() ?? null;
  return {
    createType: value('createType'),
    cid: value('CID'),
    parentCid: value('parentCID'),
    parentName: value('parentFileNameHint'),
  };
}

/** The extent list of a VMDK descriptor, at least one. */
export function parseExtents(text: string, file: string): ExtentLine[] {
  const extents: ExtentLine[] = [];
  for (const [number, line] of text.split('\n').entries()) {
    const match = EXTENT.exec(line);
    if (match) extents.push(extentOf(match, file, number + 1));
  }
  if (extents.length > 0 && extents.length <= MAX_EXTENTS) return extents;
  const expected = `a VMDK descriptor with 1 to ${MAX_EXTENTS} extents`;
  throw badInput({ file, expected, found: `${extents.length}` });
}

function extentOf(match: RegExpExecArray, file: string, line: number): ExtentLine {
  const [, access, sectors, type, name, firstSector] = match;
  const fail = (expected: string, found: string): never => {
    throw badInput({ file, line, expected, found });
  };
  if (access !== 'RW') fail('an extent with access RW', `${access}`);
  const known = EXTENT_TYPES.find((one) => one === type);
  if (!known) return fail(`an extent of type ${EXTENT_TYPES.join(', ')}`, `${type}`);
  if (name === undefined) return fail('the file of the extent in quotes', match[0]);
  if (known === 'FLAT' && firstSector === undefined) {
    return fail('the first sector of a FLAT extent', match[0]);
  }
  if (known !== 'FLAT' && firstSector !== undefined) {
    return fail(`no first sector of a ${known} extent`, firstSector);
  }
  if (!Number.isSafeInteger(Number(sectors) * 512) || Number(sectors) === 0) {
    return fail('a number of sectors above 0', `${sectors}`);
  }
  return { type: known, sectors: Number(sectors), name, firstSector: Number(firstSector ?? 0) };
}
