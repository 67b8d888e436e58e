import { clockColumn, defineTool, everySecondAndCount, memoryInfo, pidOption } from '@bcc-ts/tool';
import program from './cachestat.bpf.c';

const MIB_IN_KIB = 1024;

export default defineTool({
  name: 'cachestat',
  summary: 'Count hits and misses of the page cache.',
  description:
    'A hit is a page of a file that a read call or a page fault found in memory; a miss is one that was read from ' +
    'storage for them, ahead of time or not. So reading a large file for the first time is nearly all misses, and ' +
    'reading it again all hits. Everything is counted in pages, whatever the size of the folios they are in. Writes ' +
    'count as dirtied pages only, on every file system.\n\n' +
    'Memory that is not backed by storage (tmpfs, anonymous memory) and direct I/O do not count.',
  examples: [
    { command: 'cachestat', meaning: 'A line every second.' },
    { command: 'cachestat -T 5 12', meaning: 'Every five seconds for a minute, with the time.' },
    { command: 'cachestat -p 181', meaning: 'What process 181 does.' },
    { command: 'cachestat --json 1 | jq .hit_ratio', meaning: 'The ratio every second, for a script.' },
  ],
  overhead: 'One program for each read call, batch of pages read from storage, and page that becomes dirty.',
  seeAlso: ['cachetop', 'readahead', 'biosnoop'],
  program,
  options: {
    timestamp: { alias: 'T', type: 'boolean', describe: 'add the time of day' },
    pid: pidOption,
  },
  positionals: everySecondAndCount,
  alternatives: [
    ['file_read', 'file_read_5_10'],
    ['folio_dirtied', 'page_dirtied'],
  ],
  table: {
    from: 'counters',
    rows: (entries) =>
      entries.map(([, { accessed, read, waits, dirtied }]) => {
        const hits = accessed > read ? accessed - read : 0n;
        const ratio = hits + read === 0n ? 0 : (100 * Number(hits)) / Number(hits + read);
        return { accessed, hits, misses: read, waits, dirtied, ratio, ...memoryInfo(['Buffers', 'Cached']) };
      }),
    header: 'once',
    gap: 'none',
    farewell: 'Detaching...',
    columns: [
      { ...clockColumn, show: (o) => o.timestamp },
      {
        header: 'HITS',
        key: 'hits',
        width: 8,
        align: 'right',
        value: (r) => r.hits,
        describe: 'pages found in memory',
      },
      {
        header: 'MISSES',
        key: 'misses',
        width: 8,
        align: 'right',
        value: (r) => r.misses,
        describe: 'pages read from storage',
      },
      {
        header: 'DIRTIES',
        key: 'dirties',
        width: 8,
        align: 'right',
        value: (r) => r.dirtied,
        describe: 'pages that became dirty',
      },
      {
        header: 'HITRATIO',
        key: 'hit_ratio',
        width: 8,
        align: 'right',
        value: (r) => r.ratio,
        text: (r) => `${r.ratio.toFixed(2)}%`,
        describe: 'hits among hits and misses, in percent',
      },
      {
        header: 'BUFFERS_MB',
        key: 'buffers_mb',
        width: 12,
        align: 'right',
        decimals: 0,
        value: (r) => r.Buffers / MIB_IN_KIB,
        describe: 'memory for blocks of devices',
      },
      {
        header: 'CACHED_MB',
        key: 'cached_mb',
        width: 10,
        align: 'right',
        decimals: 0,
        value: (r) => r.Cached / MIB_IN_KIB,
        describe: 'memory for pages of files',
      },
    ],
    fields: { accessed: (r) => r.accessed, waits: (r) => r.waits },
  },
});
