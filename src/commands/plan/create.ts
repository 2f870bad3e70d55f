import type { Command, OptionValues } from 'commander';
import { UserError } from '../../errors.ts';
import { createWords } from '../../messages/plan-create.ts';
import { devices } from '../../model/blocks/device.ts';
import { oneName, someNames } from '../../names.ts';
import { predictCreate } from '../../plan/create/create.ts';
import { controlPlanes } from '../../plan/create/planes.ts';
import { figuresOf } from '../../report/section.ts';
import {
  createLead,
  createSections,
  createTimes,
  stageChart,
} from '../../report/sections/plan/create.ts';
import { createSummary } from '../../report/summaries/create.ts';
import { printAnswer } from '../../terminal/answer.ts';
import { note, printJson } from '../../terminal/output.ts';
import { examples } from '../examples.ts';
import { bytesOf, wholeNumber } from '../options.ts';
import { writeAnswerPage } from '../write-page.ts';

const MOST_MACHINES = 10_000;
const MOST_IMAGE = 2 ** 44;

/** A prediction for each control plane asked for. */
function casesOf(options: OptionValues, imageBytes: number) {
  const store =
    options.store &&
    oneName(
      'a store',
      options.store,
      devices.map(({ id }) => id),
    );
  const planes = someNames(
    'control planes',
    options.plane ?? '*',
    controlPlanes.map(({ id }) => id),
  );
  return controlPlanes
    .filter(({ id }) => planes.includes(id))
    .map((plane) => {
      const request = {
        plane,
        count: options.count as number,
        hosts: options.on as number,
        imageBytes,
        cached: options.cached === true,
        clone: options.fullCopy ? ('full' as const) : ('linked' as const),
        store: store as string | undefined,
      };
      return { request, prediction: predictCreate(request) };
    });
}

/** `virtcost plan create`: how long it takes until N machines serve, stage by stage, on three control planes. */
export function planCreate(plan: Command): void {
  plan
    .command('create')
    .addHelpText(
      'after',
      examples('plan create --count 50', "plan create --plane 'n*' --count 20 --on 5 --image 4GiB"),
    )
    .description('time until new machines serve: API, scheduler, host agent, image, disk, boot')
    .option('--plane <id>', `${controlPlanes.map(({ id }) => id).join(', ')} (default: all)`)
    .option('--count <n>', 'machines asked for at once', wholeNumber(1, MOST_MACHINES), 1)
    .option('--on <n>', 'hosts they are spread over', wholeNumber(1, MOST_MACHINES), 10)
    .option('--image <size>', 'bytes of the image', bytesOf, 2 ** 31)
    .option('--cached', 'every host has the image already')
    .option('--full-copy', 'copy the image instead of a linked clone')
    .option(
      '--store <id>',
      `store of the disks: ${devices.map(({ id }) => id).join(', ')} (default: the plane's)`,
    )
    .option('--html <file>', 'write the answer as a page')
    .option('--json', 'print one JSON document on standard output')
    .action(async (options) => {
      const imageBytes = options.image as number;
      if (!(imageBytes > 0 && imageBytes <= MOST_IMAGE))
        throw new UserError(
          `--image: expected from 1 byte to 16 TiB, found ${imageBytes.toLocaleString('en-US')} bytes.`,
        );
      const cases = casesOf(options, imageBytes);
      const sentence = createLead(cases);
      const sections = createSections(cases);
      const summary = createSummary(cases, sentence);
      if (options.html) {
        const title = createWords.title({ n: options.count as number });
        await writeAnswerPage(options.html, { title, summary, sections });
        note(options.html);
      }
      if (options.json)
        return printJson({ sentence, summary, cases, figures: figuresOf(sections) });
      printAnswer(sentence, [createTimes(cases), stageChart(cases)]);
      note(createWords.unverified());
    });
}
