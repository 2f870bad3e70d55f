import { vmfsExtraCpu } from '../model/io/storage/mode-list.ts';
import { defaultSchemes, protectionOf } from '../model/io/storage/protection.ts';
import { tierOf } from '../model/io/storage/tiers.ts';
import { transports } from '../model/io/storage/transport-list.ts';
import { transport } from '../model/io/storage/transports.ts';
import { type ConceptGroup, concept, constants } from './concept.ts';

/** Disks, arrays, snapshots. */
export const storage: ConceptGroup = {
  id: 'storage',
  title: 'Storage',
  concepts: [
    concept(
      ['local disk, DAS', '本地磁盘, 直连式存储'],
      'in or at one server',
      'io --transport local-nvme',
      constants(transport('local-nvme').latencyUs, transport('das-hdd').latencyUs),
    ),
    concept(
      ['NAS / SAN (FC, IP)', '网络附加存储 / 存储区域网络'],
      'files or blocks over a network',
      'io storage --scheme raid6',
      constants(...transports.map(({ latencyUs }) => latencyUs)),
    ),
    concept(
      ['LUN', '逻辑单元号'],
      'a block volume of an array',
      'io --mode raw-device-mapping --transport iscsi',
      constants(transport('iscsi').latencyUs),
    ),
    concept(
      ['data store', '数据存储'],
      'where a platform keeps disks',
      'blocks thin --pool 1TiB --disks 100 --size 20GiB',
      { exact: 'what disks take of a pool over time' },
    ),
    concept(
      ['raw device mapping', '裸设备映射'],
      'the volume of the array goes to the machine untouched',
      'io --mode raw-device-mapping',
      constants(vmfsExtraCpu.random, vmfsExtraCpu.sequential),
    ),
    concept(
      ['non-virtualized / virtualized storage', '非虚拟化存储 / 虚拟化存储'],
      'logical volumes, or files with features',
      'io --mode non-virtualized',
      constants(vmfsExtraCpu.random, vmfsExtraCpu.sequential),
    ),
    concept(
      ['host-, array-, network-based', '基于主机 / 存储设备 / 网络'],
      'where blocks of several devices become one pool',
      'io --pooling network --transport iscsi',
      constants(transport('iscsi').latencyUs),
    ),
    concept(
      ['thin disk, reclaim', '精简磁盘, 空间回收'],
      'space on first write, given back on delete',
      'blocks thin --pool 1TiB --disks 100 --size 20GiB',
      { exact: 'the curve of first writes and trims' },
    ),
    concept(
      ['snapshot, snapshot chain', '快照, 快照链'],
      'the state of a time, and a series of them',
      'blocks replay --job rand --requests 500 --prefill 16M --size 16M --snapshot-every 100',
      { simulated: 'qcow2-map' },
    ),
    concept(
      ['redirect-on-write', '写重定向, 写时重定向 ROW'],
      'written elsewhere, and the map repointed',
      'blocks show s w1 --discipline row',
      { simulated: 'qcow2-map' },
    ),
    concept(
      ['write-anywhere', 'WA 随机写'],
      'every write takes a new place',
      'blocks show s w1 w1 --discipline write-anywhere',
      { simulated: 'qcow2-map' },
    ),
    concept(
      ['differencing disk', '差分卷'],
      'a disk that holds changes alone',
      'blocks replay --job rand --requests 500 --prefill 16M --size 16M --snapshot-every 100 --discipline qcow2-overlay',
      { simulated: 'qcow2-map' },
    ),
    concept(['linked clone', '链接克隆'], 'a clone on a shared base', 'blocks clones --clones 20', {
      simulated: 'qcow2-map',
    }),
    concept(
      ['storage migration', '虚拟磁盘文件迁移'],
      'moving disks between stores',
      'blocks move --data 10GiB',
      { exact: 'bytes over the rates of both stores' },
    ),
    concept(
      ['block, file, object', '块设备, 文件系统, 对象存储'],
      'rising levels of packaging',
      'io tiers --tier local-nvme:0.8,nfs:0.15,object:0.05',
      constants(...['local-nvme', 'nfs', 'object'].map((id) => tierOf(id).latencyUs)),
    ),
    concept(
      ['RAID / erasure code / replica', '磁盘阵列 / 纠删码 / 副本'],
      'ways to survive the loss of a disk',
      'io storage --scheme raid5x5,raid10x8,replica3,ec4+2 --write-share 0.16',
      {
        sourced: () => defaultSchemes.map((id) => protectionOf(id, 8).writeOperations),
      },
    ),
    concept(
      ['write penalty', '写惩罚'],
      'disk operations one small write causes',
      'io storage --scheme raid5x5 --write-share 0.16',
      { sourced: () => defaultSchemes.map((id) => protectionOf(id, 8).writeOperations) },
    ),
  ],
};
