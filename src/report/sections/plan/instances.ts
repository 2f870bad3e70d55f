import { percentText } from '../../../format.ts';
import { cellWords } from '../../../messages/cells.ts';
import { cloudWords } from '../../../messages/plan-cloud.ts';
import type { ConsolidationAnswer } from '../../../plan/cloud/consolidate.ts';
import type { FamilyFit } from '../../../plan/cloud/families.ts';
import { html } from '../../html.ts';
import { tableFigure } from '../../section.ts';
import { mark } from '../../status.ts';
import { sourcesSection, type Topic } from '../../topic.ts';

const nameOf = ({ cloud, id }: FamilyFit) => `${cloud} ${id}`;

/** Families of instances for one machine. */
export function familiesTopic(vcpus: number, gib: number, fits: readonly FamilyFit[]): Topic {
  const [first] = fits;
  return {
    title: cloudWords.familiesTitle(),
    question: cloudWords.familiesQuestion(),
    advice: [
      {
        action: first ? cloudWords.take({ name: nameOf(first) }) : cloudWords.takeOther(),
        gain: cloudWords.idleVcpus({ idle: first?.idleVcpus ?? 0 }),
      },
    ],
    key: { column: 'vCPUs', label: 'cloud' },
    sentence: first
      ? cloudWords.families({
          vcpus,
          gib,
          name: nameOf(first),
          have: first.vcpus,
          haveGib: first.gib,
          idleVcpus: first.idleVcpus,
          idleGib: first.idleGib,
        })
      : '',
    result: {
      vcpus,
      gib,
      families: fits.map(({ gibPerVcpu, ...rest }) => ({ ...rest, gibPerVcpu: gibPerVcpu.value })),
    },
    sections: [
      {
        id: 'families',
        title: cloudWords.smallest(),
        text: html`<p>${cloudWords.smallestText()}</p>`,
        figures: [
          tableFigure(
            'families-fit',
            cloudWords.familiesTable(),
            fits.map((fit) => ({
              cloud: fit.cloud,
              family: fit.id,
              kind: fit.kind,
              'GiB per vCPU': fit.gibPerVcpu.value,
              vCPUs: fit.vcpus,
              GiB: fit.gib,
              'vCPUs not needed': percentText(fit.idleVcpus),
              'memory not needed': percentText(fit.idleGib),
              binds: fit.binds,
              known: mark(fit.gibPerVcpu),
            })),
          ),
        ],
      },
      sourcesSection(
        'families',
        Object.fromEntries(fits.map((fit) => [nameOf(fit), fit.gibPerVcpu])),
      ),
    ],
  };
}

/** Physical servers that become machines on fewer hosts. */
export function consolidationTopic(answer: ConsolidationAnswer): Topic {
  return {
    title: cloudWords.consolidationTitle(),
    question: cloudWords.consolidationQuestion(),
    advice: [
      {
        action: answer.binds === 'memory' ? cloudWords.addMemory() : cloudWords.addCores(),
        gain: cloudWords.binds({ what: cellWords(answer.binds) }),
      },
    ],
    sentence: cloudWords.consolidation({
      servers: answer.servers,
      hosts: answer.hosts,
      ratio: answer.ratio,
      what: cellWords(answer.binds),
      cpu: answer.cpuUse,
      memory: answer.memoryUse,
    }),
    result: { ...answer },
    sections: [
      {
        id: 'consolidation',
        title: cloudWords.hostsNeeded(),
        text: html`<p>${cloudWords.consolidationText()}</p>`,
        figures: [
          tableFigure('consolidation-hosts', cloudWords.hosts(), [
            {
              servers: answer.servers,
              'hosts by CPU': answer.hostsByCpu,
              'hosts by memory': answer.hostsByMemory,
              'hosts, spares included': answer.hosts,
              'machines per host': answer.machinesPerHost,
              'CPU use': percentText(answer.cpuUse),
              'memory use': percentText(answer.memoryUse),
              binds: answer.binds,
            },
          ]),
        ],
      },
    ],
  };
}
