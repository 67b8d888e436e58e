// Counts the packets an interface receives by protocol, and drops ICMP: xdp-drop.ts INTERFACE
import { BPF, interrupted, ProgType, XdpFlags } from '@bcc-ts/bcc';

const text = `
#include <linux/if_ether.h>
#include <linux/ip.h>

BPF_PERCPU_ARRAY(packets, u64, 256);

int count(struct xdp_md *ctx)
{
    void *data = (void *)(long)ctx->data;
    void *end = (void *)(long)ctx->data_end;
    struct ethhdr *ethernet = data;
    struct iphdr *ip = data + sizeof(*ethernet);
    u32 protocol;
    u64 *counter;

    if ((void *)(ip + 1) > end || ethernet->h_proto != bpf_htons(ETH_P_IP))
        return XDP_PASS;
    protocol = ip->protocol;
    counter = packets.lookup(&protocol);
    if (counter)
        *counter += 1;
    return protocol == IPPROTO_ICMP ? XDP_DROP : XDP_PASS;
}
`;

const dev = process.argv[2] ?? 'eth0';
using b = new BPF({ text });
const fn = b.loadFunc('count', ProgType.XDP);
b.attachXdp({ dev, fn, flags: XdpFlags.XDP_FLAGS_SKB_MODE });
await interrupted();
const packets = b.table('packets');
for (const protocol of packets.keys()) {
  const count = packets.sum(protocol);
  if (count > 0n) console.log(`protocol ${protocol}: ${count}`);
}
b.removeXdp(dev);
