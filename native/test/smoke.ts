/**
 * What can be tried of an addon on a machine that is only emulated, where there is no kernel for it: `smoke.ts OBJECT
 * LIBRARY`, a BPF object and a C library of that machine. Answers in JSON.
 */
import { readFileSync } from 'node:fs';
import { Binary } from '../../libs/core/src/symbols/binary.ts';
import { native } from '../load.ts';

const [object, library] = process.argv.slice(2) as [string, string];
const addon = native();
const opened = new addon.BpfObject(readFileSync(object), { name: 'smoke' });
using binary = Binary.open(library);
process.stdout.write(
  JSON.stringify({
    architecture: process.arch,
    libbpf: addon.libbpfVersion().major,
    programs: opened.programs.map(({ name, section }) => `${section} ${name}`),
    maps: opened.maps.map(({ name, valueSize }) => `${name} ${valueSize}`),
    malloc: binary.find('malloc')?.name,
    functions: [...binary.functions()].length,
    demangled: addon.demangle('_ZN4core3fmt9Formatter3padEi'),
    monotonic: addon.clockMonotonic() > 0n,
  }),
);
opened.close();
