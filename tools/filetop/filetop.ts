import {
  cutToWidth,
  type DirectoryIdentity,
  defineTool,
  directoryIdentity,
  displayWidth,
  everySecondAndCount,
  kibColumn,
  loadAverageLines,
  maxRowsOption,
  pidOption,
} from '@bcc-ts/tool';
import program, { type Usage } from './filetop.bpf.c';

const LONGEST_NAME = 32;
const S_IFMT = 0o170000;
const types = new Map([
  [0o100000, 'R'],
  [0o140000, 'S'],
]);

function shortened(name: string): string {
  return displayWidth(name) > LONGEST_NAME ? `${cutToWidth(name, LONGEST_NAME - 3)}...` : name;
}

export default defineTool({
  name: 'filetop',
  summary: 'Show which files are read and written most, by thread.',
  description:
    'Counts read and write calls with the bytes that they moved, of the plain, vectored and splice kinds. A file is told ' +
    'from others by its device and inode, so files of the same name have rows of their own. What is done through ' +
    'mapped memory or io_uring is not seen.',
  examples: [
    { command: 'filetop', meaning: 'A screen every second.' },
    { command: 'filetop -C 5', meaning: 'Every five seconds, one output below the other.' },
    { command: 'filetop -s wbytes --write-only', meaning: 'Who writes most.' },
    { command: 'filetop -d /var/log', meaning: 'Files in one directory and below.' },
    { command: 'filetop -a -p 181', meaning: 'All that process 181 reads and writes, sockets and pipes too.' },
  ],
  overhead: 'One program for each read and write call.',
  seeAlso: ['fileslower', 'biotop', 'dirtop'],
  program,
  options: {
    'all-files': { alias: 'a', type: 'boolean', describe: 'sockets, pipes and devices too, not only regular files' },
    maxrows: maxRowsOption,
    sort: {
      alias: 's',
      type: 'string',
      choices: ['all', 'reads', 'writes', 'rbytes', 'wbytes'],
      default: 'all',
      describe: 'largest first by this; all is the sum of the others',
    },
    pid: pidOption,
    'read-only': { type: 'boolean', conflicts: ['write-only'], describe: 'only reads' },
    'write-only': { type: 'boolean', describe: 'only writes' },
    directory: {
      alias: 'd',
      type: 'string',
      placeholder: 'DIRECTORY',
      completes: 'directory',
      parse: directoryIdentity,
      describe: 'only files in this directory and below',
      sets: ({ inode, device }: DirectoryIdentity) => ({ target_directory: inode, target_device: device }),
    },
  },
  positionals: everySecondAndCount,
  table: {
    from: 'files',
    live: true,
    rows: (entries) => entries.map(([use, usage]) => ({ ...use, ...usage })),
    sort: ({ reads, writes, read_bytes, write_bytes }, { options }) =>
      ({
        all: reads + writes + read_bytes + write_bytes,
        reads,
        writes,
        rbytes: read_bytes,
        wbytes: write_bytes,
      })[options.sort],
    limit: ({ maxrows }) => maxrows,
    preamble: ({ interval, directory }) =>
      (directory ? `Tracing directory: ${directory.path} (Inode: ${directory.inode})\n` : '') +
      `Tracing... Output every ${interval} secs. Hit Ctrl-C to end`,
    above: loadAverageLines,
    farewell: 'Detaching...',
    columns: [
      { header: 'TID', key: 'tid', width: 7, value: (row) => row.tid },
      { header: 'COMM', key: 'comm', width: 16, value: (row) => row.comm },
      { header: 'READS', key: 'reads', width: 6, value: (row) => row.reads },
      { header: 'WRITES', key: 'writes', width: 6, value: (row) => row.writes },
      kibColumn({ header: 'R_Kb', key: 'read_bytes', width: 7, what: 'read', value: (row: Usage) => row.read_bytes }),
      kibColumn({
        header: 'W_Kb',
        key: 'write_bytes',
        width: 7,
        what: 'written',
        value: (row: Usage) => row.write_bytes,
      }),
      {
        header: 'T',
        key: 'type',
        width: 1,
        value: (row) => types.get(row.mode & S_IFMT) ?? 'O',
        describe: 'R regular file, S socket, O other',
      },
      {
        header: 'FILE',
        key: 'file',
        value: (row) => row.name,
        text: (row) => shortened(row.name.escaped()),
        describe: 'name without its directory; in text cut to 32 columns',
      },
    ],
    fields: {
      pid: (row) => row.pid,
      inode: (row) => row.inode,
      device: (row) => `${row.device >> 20}:${row.device & 0xfffff}`,
    },
  },
});
