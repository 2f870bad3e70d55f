import type { Control, LiveAnswer, Reply, Request, Values, Verified } from './protocol.ts';

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
  const onStep = (done: number, all: number) => post({ kind: 'progress', id, done, all });
  const verified = await model.verify?.(request.files, onStep);
  if (verified) post({ kind: 'verified', id, verified });
}

/** The worker's side: opened with the data of the page, then asked one thing after another. */
export function serve(open: (data: unknown) => LiveModel): void {
  let model: LiveModel | undefined;
  addEventListener('message', async ({ data }: MessageEvent<Request>) => {
    try {
      if (data.kind === 'open') {
        model = open(JSON.parse(data.data));
        post({
          ...{ kind: 'opened', controls: model.controls({}) },
          canVerify: model.verify !== undefined,
        });
      } else if (model) await asked(model, data);
    } catch (error) {
      const id = data.kind === 'open' ? 0 : data.id;
      post({ kind: 'failed', id, message: (error as Error).message.slice(0, 600) });
    }
  });
}
