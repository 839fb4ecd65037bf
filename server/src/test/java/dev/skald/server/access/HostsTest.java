package dev.skald.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class HostsTest {
    private final Hosts hosts = new Hosts(Set.of("Skald.Example"));

    @Test
    void shouldKnowItsNamesUnderAnyPortAndInAnyCase() {
        for (String name :
                new String[] {"localhost", "LOCALHOST:8083", "127.0.0.1:1", "[::1]", "[::1]:8083", "skald.example:80"})
            assertThat(hosts.named(name)).as(name).isTrue();
    }

    @Test
    void shouldKnowNoOtherNames() {
        for (String name :
                new String[] {"", "evil.example", "localhost.evil.example", "127.0.0.1.nip.io", "::1", "[::2]"})
            assertThat(hosts.named(name)).as(name).isFalse();
        assertThat(hosts.named(null)).isFalse();
    }

    @Test
    void shouldTellItsOwnPagesFromOthers() {
        String host = "127.0.0.1:8083";
        assertThat(hosts.own(null, host)).isTrue();
        assertThat(hosts.own("http://localhost:8083", host)).isTrue();
        assertThat(hosts.own("http://[::1]:8083", host)).isTrue();
        assertThat(hosts.own("https://skald.example", host)).isTrue();
        assertThat(hosts.own("http://evil.example", host)).isFalse();
        assertThat(hosts.own("null", host)).isFalse();
    }

    @Test
    void shouldTellItsOwnPagesFromThoseOfOtherProgramsOnThisMachine() {
        for (String origin : new String[] {"http://localhost:3000", "http://127.0.0.1", "http://[::1]:3000"})
            assertThat(hosts.own(origin, "localhost:8083")).as(origin).isFalse();
        assertThat(hosts.own("http://localhost", "localhost")).isTrue();
        assertThat(hosts.own("http://localhost:8083", null)).isFalse();
    }
}
