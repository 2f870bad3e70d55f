import { availabilityWords, stopRuleNames } from '../../messages/availability.ts';
import type { PauseOutcome } from '../../model/availability/tcp-pause.ts';
import type { Checkpoint } from '../../model/migration/policies/checkpoint.ts';
import type { Outage } from '../../model/migration/policies/cold.ts';
import type { RoundsBySentence } from '../../model/migration/policies/stop-rules.ts';
import type { Sourced } from '../../sourced.ts';
import { html } from '../html.ts';
import { tableFigure } from '../section.ts';
import { sourcesSection, type Topic } from '../topic.ts';

/** A machine that is switched off, or saved, while it moves. */
export function coldTopic(ramBytes: number, cold: Outage): Topic {
  return {
    title: availabilityWords.coldTitle(),
    question: availabilityWords.coldQuestion(),
    advice: [
      {
        action: availabilityWords.coldAction(),
        gain: availabilityWords.coldGain({ blackoutS: cold.blackoutS }),
      },
    ],
    sentence: availabilityWords.cold({
      blackoutS: cold.blackoutS,
      transferredBytes: cold.transferredBytes,
      ramBytes,
    }),
    result: { ramBytes, ...cold },
    sections: [
      {
        id: 'cold',
        title: availabilityWords.stopAndCopy(),
        text: html``,
        figures: [
          tableFigure('cold-times', availabilityWords.coldTable(), [
            {
              'total, s': cold.totalS,
              'down, s': cold.blackoutS,
              'sent, MiB': cold.transferredBytes / 2 ** 20,
            },
          ]),
        ],
      },
    ],
  };
}

/** A checkpoint that is taken, and restored later. */
export function checkpointTopic(
  saved: Checkpoint,
  restore: { readS: number; awayS: number },
  outcome: PauseOutcome,
  timers: Readonly<Record<string, Sourced>>,
): Topic {
  const pauseS = saved.blackoutS + restore.awayS + restore.readS;
  return {
    title: availabilityWords.checkpointTitle(),
    question: availabilityWords.checkpointQuestion(),
    advice: [
      {
        action: availabilityWords.checkpointAction(),
        gain: availabilityWords.checkpointGain({ blackoutS: saved.blackoutS }),
      },
    ],
    sentence: availabilityWords.checkpoint({
      bytes: saved.bytes,
      blackoutS: saved.blackoutS,
      awayS: restore.awayS,
      pauseS,
      survives: outcome.survives ? availabilityWords.survive() : availabilityWords.areLost(),
      idleSurvives: outcome.idleSurvives
        ? availabilityWords.survive()
        : availabilityWords.areFoundDead(),
    }),
    result: { ...saved, ...restore, pauseS, connections: outcome },
    sections: [
      {
        id: 'checkpoint',
        title: availabilityWords.saveTitle(),
        text: html`<p>${availabilityWords.saveText()}</p>`,
        figures: [
          tableFigure('checkpoint-times', availabilityWords.checkpointTable(), [
            {
              'saved, MiB': saved.bytes / 2 ** 20,
              'saving, s': saved.totalS,
              'stopped to save, s': saved.blackoutS,
              'pages copied first': saved.copiedPages,
              'guest slowed by, s': saved.guestStallS,
              'away, s': restore.awayS,
              'reading back, s': restore.readS,
              'pause for peers, s': pauseS,
              'connections survive': outcome.survives,
            },
          ]),
        ],
      },
      sourcesSection('checkpoint', timers),
    ],
  };
}

/** Pre-copy that stops after a number of rounds the user sets. */
export function roundsTopic(rows: readonly (RoundsBySentence & { most: number })[]): Topic {
  const last = rows.at(-1);
  const best = rows.reduce<(typeof rows)[number] | undefined>(
    (a, b) => (a === undefined || b.blackoutS < a.blackoutS ? b : a),
    undefined,
  );
  return {
    title: availabilityWords.roundsTitle(),
    question: availabilityWords.roundsQuestion(),
    advice: [
      {
        action: availabilityWords.roundsAction({ most: best?.most ?? 1 }),
        gain: availabilityWords.roundsGain({ blackoutS: best?.blackoutS ?? 0 }),
      },
    ],
    key: { column: 'stop, ms', label: 'rounds allowed' },
    sentence:
      last && best
        ? availabilityWords.rounds({
            most: last.most,
            rounds: last.rounds,
            stoppedBy: stopRuleNames(last.stoppedBy),
            blackoutS: last.blackoutS,
            totalS: last.totalS,
            most2: best.most,
            blackoutS2: best.blackoutS,
          })
        : '',
    result: { rounds: rows },
    sections: [
      {
        id: 'rounds',
        title: availabilityWords.oneMore(),
        text: html`<p>${availabilityWords.oneMoreText()}</p>`,
        figures: [
          tableFigure(
            'rounds-most',
            availabilityWords.byRounds(),
            rows.map((row) => ({
              'rounds allowed': row.most,
              'rounds made': row.rounds,
              'stopped by': row.stoppedBy,
              'total, s': row.totalS,
              'stop, ms': 1000 * row.blackoutS,
              'sent, MiB': row.transferredBytes / 2 ** 20,
            })),
          ),
        ],
      },
    ],
  };
}
