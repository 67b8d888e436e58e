import type { NativeError } from '@bcc-ts/native';
import { HashMap } from './hash.ts';

/** `BPF_MAP_TYPE_LPM_TRIE`: keys are a 32-bit prefix length and the bytes; look-ups find the longest prefix. */
export class LpmTrie<K, V> extends HashMap<K, V> {
  protected override explain({ code }: NativeError): string | undefined {
    if (code === 'ENOSPC') return this.full;
    return code === 'EINVAL' ? 'the prefix is longer than the address' : undefined;
  }
}
