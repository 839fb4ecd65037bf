package dev.skald.server.insight;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UnifiedDiffTest {
    @Test
    void shouldShowWhatIsDifferent() {
        assertThat(UnifiedDiff.of("a\nb\nc\nd\ne\nf\ng\n", "a\nb\nc\nd\nX\nY\nf\ng\n"))
                .isEqualTo("@@ -2,6 +2,7 @@\n b\n c\n d\n-e\n+X\n+Y\n f\n g\n");
    }

    @Test
    void shouldShowInsertionsAndDeletions() {
        assertThat(UnifiedDiff.of("a\nb\n", "a\nx\nb\n")).isEqualTo("@@ -1,2 +1,3 @@\n a\n+x\n b\n");
        assertThat(UnifiedDiff.of("a\na\na\n", "a\na\n")).isEqualTo("@@ -1,3 +1,2 @@\n a\n a\n-a\n");
        assertThat(UnifiedDiff.of("", "a\n")).isEqualTo("@@ -0,0 +1,1 @@\n+a\n");
    }

    @Test
    void shouldSayNothingOfEqualTexts() {
        assertThat(UnifiedDiff.of("a\nb", "a\nb")).isEmpty();
    }
}
