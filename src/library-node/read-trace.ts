import { openMemoryTrace } from '../formats/memory-trace/open.ts';

/**
 * Words `address << 2 | kind` of a memory trace of any format `virtcost formats` lists, whole in memory: 8 bytes an access.
 * @throws UserError naming file and place of what cannot be read.
 */
export async function readTrace(path: string): Promise<BigUint64Array[]> {
  const { words } = await openMemoryTrace(path, {});
  const chunks: BigUint64Array[] = [];
  for await (const chunk of words) chunks.push(chunk.slice());
  return chunks;
}
