import { HashMap } from './hash.ts';

/** `BPF_MAP_TYPE_LPM_TRIE`: keys are a 32-bit prefix length and the bytes; look-ups find the longest prefix. */
export class LpmTrie<K, V> extends HashMap<K, V> {}
