// Lets through only packets from networks in a list: allow-list.ts INTERFACE NETWORK/BITS...
import { BPF, type HashTable, interrupted, ProgType, XdpFlags } from '@bcc-ts/bcc';

const text = `
#include <linux/if_ether.h>
#include <linux/ip.h>

struct network {
    u32 bits;
    u8 address[4];
};
BPF_LPM_TRIE(allowed, struct network, u64, 1024);

int filter(struct xdp_md *ctx)
{
    void *data = (void *)(long)ctx->data;
    void *end = (void *)(long)ctx->data_end;
    struct ethhdr *ethernet = data;
    struct iphdr *ip = data + sizeof(*ethernet);
    struct network source = { .bits = 32 };
    u64 *packets;

    if ((void *)(ip + 1) > end || ethernet->h_proto != bpf_htons(ETH_P_IP))
        return XDP_PASS;
    __builtin_memcpy(source.address, &ip->saddr, 4);
    packets = allowed.lookup(&source);
    if (!packets)
        return XDP_DROP;
    __sync_fetch_and_add(packets, 1);
    return XDP_PASS;
}
`;

interface Network {
  bits: number;
  address: Uint8Array;
}

const [dev = 'eth0', ...networks] = process.argv.slice(2);
using b = new BPF<{ allowed: HashTable<Network, bigint> }>({ text });
const allowed = b.table('allowed');
for (const network of networks) {
  const [address = '', bits] = network.split('/');
  allowed.set({ bits: Number(bits ?? 32), address: Uint8Array.from(address.split('.').map(Number)) }, 0n);
}
b.attachXdp({ dev, fn: b.loadFunc('filter', ProgType.XDP), flags: XdpFlags.XDP_FLAGS_SKB_MODE });
await interrupted();
for (const [{ bits, address }, count] of allowed) console.log(`${address.join('.')}/${bits}: ${count}`);
