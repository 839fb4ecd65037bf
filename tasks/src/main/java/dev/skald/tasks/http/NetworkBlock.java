package dev.skald.tasks.http;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.Optional;

/**
 * A block of IP addresses, as {@code 10.0.0.0/8}.
 *
 * @param start the block's first address
 * @param prefix how many leading bits its addresses have in common
 */
record NetworkBlock(InetAddress start, int prefix) {
    /** Reads a block, or a single address. Empty when the text is neither; no name service is asked. */
    static Optional<NetworkBlock> parse(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        try {
            InetAddress start = InetAddress.ofLiteral(address);
            int bits = start.getAddress().length * 8;
            int prefix = slash < 0 ? bits : Integer.parseInt(text.substring(slash + 1));
            return prefix < 0 || prefix > bits ? Optional.empty() : Optional.of(new NetworkBlock(start, prefix));
        } catch (IllegalArgumentException noAddress) {
            return Optional.empty();
        }
    }

    /** A block that is known to be one. */
    static NetworkBlock of(String text) {
        return parse(text).orElseThrow(() -> new IllegalArgumentException("no block of addresses: " + text));
    }

    boolean contains(InetAddress address) {
        byte[] mine = start.getAddress();
        byte[] other = address.getAddress();
        if (mine.length != other.length) return false;
        int whole = prefix / 8;
        if (!Arrays.equals(mine, 0, whole, other, 0, whole)) return false;
        int rest = prefix % 8;
        return rest == 0 || ((mine[whole] ^ other[whole]) & 0xFF) >> (8 - rest) == 0;
    }
}
