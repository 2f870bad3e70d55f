import { badInput, printable, UserError } from '../../../errors.ts';
import type {
  Compared,
  Control,
  LiveAnswer,
  Reply,
  Request,
  Said,
  Values,
  Verified,
} from './protocol.ts';

/** What a page can compute: one for each kind of page, bundled with what its command runs. */
export interface LiveModel {
  controls(values: Values): readonly Control[];
  /** A first look, quickly; absent where the whole is as quick. */
  look?(values: Values): Promise<LiveAnswer>;
  answer(values: Values): Promise<LiveAnswer>;
  /** Computes what the page stores again; files are what a reader dropped. */
  readonly verify?:
    | ((files: readonly File[], onStep: (done: number, all: number) => void) => Promise<Verified>)
    | undefined;
  /** Asks for the file without which nothing can be answered, until the model is opened with it. */
  readonly needs?: Said | undefined;
  /** Compares files a reader dropped with what the page says; `what` says which. */
  readonly compare?: { what: Said; of(files: readonly File[]): Promise<Compared> } | undefined;
}

/** Larger files are not taken into memory whole. */
const MOST_BYTES = 2 ** 26;
const MOST_FILES = 16;

async function compared(model: LiveModel, files: readonly File[]): Promise<Compared | undefined> {
  if (files.length > MOST_FILES)
    throw new UserError(`expected at most ${MOST_FILES} files, found ${files.length}.`);
  const large = files.find(({ size }) => size > MOST_BYTES);
  if (large)
    throw new UserError(
      `${large.name}: expected at most ${MOST_BYTES} bytes, found ${large.size}.`,
    );
  try {
    return await model.compare?.of(files);
  } catch (error) {
    if (error instanceof UserError) throw error;
    // A decoder's own words say nothing to a reader of which file it was.
    const names = files.map(({ name }) => name).join(', ');
    throw badInput({
      ...{ file: names, expected: 'files that virtcost wrote' },
      found: printable(`others or damaged ones (${(error as Error).message})`, 160),
    });
  }
}

const post = (reply: Reply) => (postMessage as (message: Reply) => void)(reply);

async function asked(model: LiveModel, request: Exclude<Request, { kind: 'open' }>): Promise<void> {
  const { id } = request;
  if (request.kind === 'ask') {
    const { values, whole } = request;
    const look = whole ? undefined : model.look;
    const answer = await (look ? look.call(model, values) : model.answer(values));
    post({ kind: 'answer', id, answer });
    return;
  }
  if (request.kind === 'compare') {
    const found = await compared(model, request.files);
    if (found) post({ kind: 'compared', id, compared: found });
    return;
  }
  const onStep = (done: number, all: number) => post({ kind: 'progress', id, done, all });
  const verified = await model.verify?.(request.files, onStep);
  if (verified) post({ kind: 'verified', id, verified });
}

/** The worker's side: opened with the data of the page and what a reader dropped, then asked one thing after another. */
export function serve(
  open: (data: unknown, files: readonly File[]) => LiveModel | Promise<LiveModel>,
): void {
  let model: LiveModel | undefined;
  addEventListener('message', async ({ data }: MessageEvent<Request>) => {
    try {
      if (data.kind === 'open') {
        model = await open(JSON.parse(data.data), data.files);
        post({
          ...{ kind: 'opened', controls: model.controls({}) },
          canVerify: model.verify !== undefined,
          compares: model.compare?.what ?? null,
          needs: model.needs ?? null,
        });
      } else if (model) await asked(model, data);
    } catch (error) {
      const id = data.kind === 'open' ? 0 : data.id;
      post({ kind: 'failed', id, message: (error as Error).message.slice(0, 600) });
    }
  });
}
