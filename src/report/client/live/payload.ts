/** Bytes that stand deflated and in base64 in an element of the page. */
async function textOf(id: string): Promise<string> {
  const packed = document.getElementById(id)?.textContent ?? '';
  const bytes = Uint8Array.from(atob(packed), (character) => character.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  return new Response(stream).text();
}

async function digestOf(text: string): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** What the workers of this build are; put in by the build. */
declare const LIVE_DIGESTS: Readonly<Record<string, string>>;

/** The worker's script and the data of the page. Throws where the script is not the one of this build. */
export async function payload(): Promise<{ code: string; data: string }> {
  const model = document.getElementById('live-code')?.dataset.model ?? '';
  const [code, data] = await Promise.all([textOf('live-code'), textOf('live-data')]);
  if (LIVE_DIGESTS[model] !== (await digestOf(code)))
    throw new Error('the computation of this page was changed after it was written');
  return { code, data };
}
