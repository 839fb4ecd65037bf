package dev.skald.tasks.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skald.tasks.http.HttpTargets.TargetRefused;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpTargetsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "10.1.2.3",
                "100.64.0.1",
                "100.127.255.255",
                "127.0.0.1",
                "127.255.255.254",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "198.19.255.255",
                "224.0.0.1",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::ffff:127.0.0.1",
                "::127.0.0.1",
                "64:ff9b::7f00:1",
                "2002:7f00:1::",
                "fc00::1",
                "fd12:3456::1",
                "fe80::1",
                "fec0::1",
                "ff02::1"
            })
    void shouldNotCallWhatIsNotPublic(String address) {
        assertThatThrownBy(() -> HttpTargets.PUBLIC.secure(address))
                .isInstanceOf(TargetRefused.class)
                .hasMessage("The target '" + address
                        + "' is not a public address, and the setting httpTargets does not allow it.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "8.8.8.8",
                "100.63.255.255",
                "100.128.0.0",
                "172.15.255.255",
                "172.32.0.0",
                "192.167.255.255",
                "223.255.255.255",
                "2606:4700::1111"
            })
    void shouldCallPublicAddressesOverTlsOnly(String address) throws Exception {
        assertThat(HttpTargets.PUBLIC.secure(address)).containsExactly(InetAddress.ofLiteral(address));
        assertThatThrownBy(() -> HttpTargets.PUBLIC.plain(address))
                .isInstanceOf(TargetRefused.class)
                .hasMessageContaining("is called without TLS");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.0.0.0/8", "126.0.0.0/7", "0.0.0.0/0"})
    void shouldCallAnAddressThatIsConfigured(String entry) throws Exception {
        HttpTargets targets = HttpTargets.of(List.of("10.0.0.0/8", entry));

        assertThat(targets.plain("127.0.0.1")).hasSize(1);
        assertThat(targets.secure("127.0.0.1")).hasSize(1);
        assertThatThrownBy(() -> targets.secure("::1")).isInstanceOf(TargetRefused.class);
    }

    /** The name is not the address: one that names a host by its address has not named the host. */
    @Test
    void shouldCallAHostThatIsConfigured() throws Exception {
        HttpTargets targets = HttpTargets.of(List.of("LocalHost"));

        assertThat(targets.plain("localhost")).isNotEmpty();
        assertThat(targets.plain("LOCALHOST")).isNotEmpty();
        assertThatThrownBy(() -> targets.plain("127.0.0.1")).isInstanceOf(TargetRefused.class);
    }

    @Test
    void shouldJudgeANameByWhatItResolvesTo() throws Exception {
        assertThatThrownBy(() -> HttpTargets.PUBLIC.secure("localhost")).isInstanceOf(TargetRefused.class);
        assertThat(HttpTargets.of(List.of("127.0.0.0/8")).secure("localhost"))
                .containsExactly(InetAddress.ofLiteral("127.0.0.1"));
    }

    @Test
    void shouldTakeADomainForAllHostsUnderIt() throws Exception {
        HttpTargets targets = HttpTargets.of(List.of("*.localhost", "*.0.0.1"));

        assertThat(targets.plain("127.0.0.1")).hasSize(1);
        assertThatThrownBy(() -> targets.plain("localhost")).isInstanceOf(TargetRefused.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "http://a", "a/b", "10.0.0.0/33", "::/129", "10.0.0.0/-1", "a b", "a:80", "*"})
    void shouldRefuseWhatIsNoTarget(String entry) {
        assertThatThrownBy(() -> HttpTargets.of(List.of("localhost", entry)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("'" + entry + "' is no target");
    }
}
