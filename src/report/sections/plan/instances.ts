import { percentText, significant } from '../../../format.ts';
import type { ConsolidationAnswer } from '../../../plan/cloud/consolidate.ts';
import type { FamilyFit } from '../../../plan/cloud/families.ts';
import { html } from '../../html.ts';
import { tableFigure } from '../../section.ts';
import { mark } from '../../status.ts';
import { sourcesSection, type Topic } from '../../topic.ts';

/** Families of instances for one machine. */
export function familiesTopic(vcpus: number, gib: number, fits: readonly FamilyFit[]): Topic {
  const [first] = fits;
  return {
    title: 'Instance families',
    question: 'Which instance holds this machine with least left over?',
    advice: [
      {
        action: `Take ${first ? `${first.cloud} ${first.id}` : 'another size'}.`,
        gain: `${percentText(first?.idleVcpus ?? 0)} of its vCPUs are not needed.`,
      },
    ],
    key: { column: 'vCPUs', label: 'cloud' },
    sentence: first
      ? `${vcpus} vCPUs and ${gib} GiB fit ${first.cloud} ${first.id} with ${first.vcpus} vCPUs and ${significant(first.gib)} GiB best; ${percentText(first.idleVcpus)} of its vCPUs and ${percentText(first.idleGib)} of its memory are not needed.`
      : '',
    result: {
      vcpus,
      gib,
      families: fits.map(({ gibPerVcpu, ...rest }) => ({ ...rest, gibPerVcpu: gibPerVcpu.value })),
    },
    sections: [
      {
        id: 'families',
        title: 'Smallest size of each family',
        text: html`<p>Sizes double; memory follows by the family’s ratio.</p>`,
        figures: [
          tableFigure(
            'families-fit',
            'Families',
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
        Object.fromEntries(fits.map(({ cloud, id, gibPerVcpu }) => [`${cloud} ${id}`, gibPerVcpu])),
      ),
    ],
  };
}

/** Physical servers that become machines on fewer hosts. */
export function consolidationTopic(answer: ConsolidationAnswer): Topic {
  return {
    title: 'Consolidation of physical servers',
    question: 'How many hosts carry these servers?',
    advice: [
      {
        action: `Add ${answer.binds === 'memory' ? 'memory' : 'cores'} to the hosts first.`,
        gain: `${answer.binds} binds.`,
      },
    ],
    sentence: `${answer.servers} servers become machines on ${answer.hosts} hosts (${significant(answer.ratio)} to 1); ${answer.binds} binds, and the hosts in use run at ${percentText(answer.cpuUse)} CPU and ${percentText(answer.memoryUse)} memory at the peak.`,
    result: { ...answer },
    sections: [
      {
        id: 'consolidation',
        title: 'Hosts needed',
        text: html`<p>Peak use of each server times what virtualization adds, placed whole.</p>`,
        figures: [
          tableFigure('consolidation-hosts', 'Hosts', [
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
