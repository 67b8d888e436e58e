import {
  cutToWidth,
  defineTool,
  directoryIdentity,
  displayWidth,
  everySecondAndCount,
  loadAverageLines,
  maxRowsOption,
  pidOption,
} from '@bcc-ts/tool';
import program from './filetop.bpf.c';

const KIB = 1024n;
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
    pid: { ...pidOption, alias: 'p', describe: 'only this process' },
    'read-only': { type: 'boolean', conflicts: ['write-only'], describe: 'only reads' },
    'write-only': { type: 'boolean', describe: 'only writes' },
    directory: {
      alias: 'd',
      type: 'string',
      placeholder: 'DIRECTORY',
      completes: 'directory',
      describe: 'only files in this directory and below',
    },
  },
  positionals: everySecondAndCount,
  setup({ options, rodata, object, features }) {
    rodata.target_pid = options.pid ?? 0;
    rodata.all_files = options['all-files'];
    rodata.reads_wanted = !options['write-only'];
    rodata.writes_wanted = !options['read-only'];
    const directory = options.directory === undefined ? undefined : directoryIdentity(options.directory);
    rodata.target_directory = directory?.inode ?? 0n;
    rodata.target_device = directory?.device ?? 0;
    const trampolines = features.trampolines();
    for (const program of Object.values(object.programs)) {
      const [kind = '', name = ''] = program.section.split('/');
      program.autoload = (kind === 'fexit') === trampolines && features.kernelFunction(name);
    }
    return directory;
  },
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
    preamble: ({ interval, directory }, identity) =>
      (identity ? `Tracing directory: ${directory} (Inode: ${identity.inode})\n` : '') +
      `Tracing... Output every ${interval} secs. Hit Ctrl-C to end`,
    above: loadAverageLines,
    farewell: 'Detaching...',
    columns: [
      { header: 'TID', key: 'tid', width: 7, value: (row) => row.tid },
      { header: 'COMM', key: 'comm', width: 16, value: (row) => row.comm },
      { header: 'READS', key: 'reads', width: 6, value: (row) => row.reads },
      { header: 'WRITES', key: 'writes', width: 6, value: (row) => row.writes },
      {
        header: 'R_Kb',
        key: 'read_bytes',
        width: 7,
        value: (row) => row.read_bytes,
        text: (row) => String(row.read_bytes / KIB),
        describe: 'KiB read; in JSON bytes',
      },
      {
        header: 'W_Kb',
        key: 'write_bytes',
        width: 7,
        value: (row) => row.write_bytes,
        text: (row) => String(row.write_bytes / KIB),
        describe: 'KiB written; in JSON bytes',
      },
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
