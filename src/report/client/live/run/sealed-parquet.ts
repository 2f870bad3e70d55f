import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { badInput } from '../../../../errors.ts';
import { currentId } from '../../../../hosts/earlier-ids.ts';
import type { Row } from '../../../../studies/column.ts';
import { studies } from '../../../../studies/index.ts';

/** As results/seal.ts writes it, which is for Node: the digits of a SHA-256 over the file with zeros in their place. */
const SEAL = 'virtcost_seal\x18\x40';
const DIGITS = 64;

const expected = 'a results file of virtcost, such as steady.parquet';

/** Offset of the seal's digits, -1 where there is none. */
function placeOf(bytes: Uint8Array): number {
  for (let at = bytes.length - SEAL.length - DIGITS; at >= 0; at--) {
    let i = 0;
    while (i < SEAL.length && bytes[at + i] === SEAL.charCodeAt(i)) i++;
    if (i === SEAL.length) return at + SEAL.length;
  }
  return -1;
}

/** Refuses what is not, bit for bit, what virtcost wrote: before a decoder looks at it. */
async function checkSeal(name: string, bytes: Uint8Array): Promise<void> {
  const place = placeOf(bytes);
  if (place < 0) throw badInput({ file: name, expected, found: 'a file without the seal of one' });
  const open = bytes.slice();
  open.fill('0'.charCodeAt(0), place, place + DIGITS);
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', open));
  const digest = [...hash].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  const stored = String.fromCharCode(...bytes.subarray(place, place + DIGITS));
  if (stored !== digest)
    throw badInput({
      ...{
        file: name,
        expected,
        found: 'a damaged one: its digest is not that of when it was written',
      },
      hint: 'Copy it again.',
    });
}

/** The study whose columns a file has, and its rows. */
export async function sealedStudy(file: File): Promise<{ study: string; rows: Row[] }> {
  const buffer = await file.arrayBuffer();
  await checkSeal(file.name, new Uint8Array(buffer));
  const metadata = parquetMetadata(buffer);
  const has = new Set(metadata.schema.map(({ name }) => name));
  const study = studies.find(({ columns }) => columns.every(({ name }) => has.has(name)));
  if (!study)
    throw badInput({ file: file.name, expected, found: 'one with the columns of no study' });
  const rows = (await parquetReadObjects({ file: buffer, metadata })) as Row[];
  // Files of earlier versions have the ids their hosts had.
  const renamed = rows.map((row) => ({ ...row, host: currentId(String(row.host)) }));
  return { study: study.id, rows: 'host' in (rows[0] ?? {}) ? renamed : rows };
}
