package dev.skald.acceptance.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import dev.skald.acceptance.SourceTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The Chromium of this machine, without a window. It starts when it is first asked for, serves all classes of tests, and ends with their
 * JVM; each look is a {@link View} of its own, with its own storage. What a page complains about in its console, and what it asks of other
 * servers, is kept, and fails the test at the end.
 */
final class Browser implements AutoCloseable {
    static final Path SCREENSHOTS = Path.of("target/console").toAbsolutePath();

    private static final Path AXE = SourceTree.root().resolve("console/node_modules/axe-core/axe.min.js");

    /** For a machine much slower than this one, and busy: a test that waits as long has failed. */
    private static final double WAIT_MILLIS_MAX = 60_000;

    private static com.microsoft.playwright.@Nullable Browser running;

    private final com.microsoft.playwright.Browser chromium;

    private Browser(com.microsoft.playwright.Browser chromium) {
        this.chromium = chromium;
    }

    /** How wide, how high, and in which colours. */
    enum Look {
        WIDE(1440, 900, ColorScheme.LIGHT),
        WIDE_DARK(1440, 900, ColorScheme.DARK),
        NARROW(390, 844, ColorScheme.LIGHT),
        NARROW_DARK(390, 844, ColorScheme.DARK);

        private final int width;
        private final int height;
        private final ColorScheme colours;

        Look(int width, int height, ColorScheme colours) {
            this.width = width;
            this.height = height;
            this.colours = colours;
        }
    }

    /** The calling test is skipped where there is no Chromium. */
    static synchronized Browser start() {
        Optional<Path> chromium = installed();
        assumeThat(chromium).as("Chromium is installed").isPresent();
        com.microsoft.playwright.Browser shared = running;
        if (shared == null) shared = launch(chromium.orElseThrow());
        running = shared;
        return new Browser(shared);
    }

    private static com.microsoft.playwright.Browser launch(Path chromium) {
        PlaywrightAssertions.setDefaultAssertionTimeout(WAIT_MILLIS_MAX);
        Playwright playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        Runtime.getRuntime().addShutdownHook(new Thread(playwright::close));
        return playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(chromium)
                        .setTimeout(WAIT_MILLIS_MAX)
                        .setArgs(List.of("--no-sandbox", "--disable-dev-shm-usage")));
    }

    /** The calling test is skipped where npm has not installed axe-core: {@code .ci/console} does. */
    static void requireAxe() {
        assumeThat(AXE)
                .as("axe-core is installed: run .ci/console; without it no page is scanned")
                .isRegularFile();
    }

    private static Optional<Path> installed() {
        return Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** A tab of its own, at the server's first page. */
    View open(String url, Look look) {
        BrowserContext context = chromium.newContext(new com.microsoft.playwright.Browser.NewContextOptions()
                .setViewportSize(look.width, look.height)
                .setColorScheme(look.colours)
                .setBypassCSP(false));
        context.setDefaultTimeout(WAIT_MILLIS_MAX);
        context.grantPermissions(List.of("clipboard-read", "clipboard-write"));
        return new View(context, context.newPage(), url, look);
    }

    /** Closes the tabs that are still open: the tests after this one find the browser as it was. */
    @Override
    public void close() {
        List.copyOf(chromium.contexts()).forEach(BrowserContext::close);
    }

    /** One tab. */
    static final class View implements AutoCloseable {
        private final BrowserContext context;
        private final Page page;
        private final String url;
        private final Look look;
        private final List<String> complaints = new CopyOnWriteArrayList<>();

        private View(BrowserContext context, Page page, String url, Look look) {
            this.context = context;
            this.page = page;
            this.url = url;
            this.look = look;
            page.onConsoleMessage(message -> {
                if (message.type().equals("error") || message.type().equals("warning")) complaints.add(message.text());
            });
            page.onPageError(complaints::add);
            page.onRequest(request -> {
                if (!request.url().startsWith(url) && !request.url().startsWith("data:"))
                    complaints.add("asked elsewhere: " + request.url());
            });
            page.onDialog(dialog -> {
                complaints.add("a dialog of a script: " + dialog.message());
                dialog.dismiss();
            });
        }

        Page page() {
            return page;
        }

        /** Goes to an address of the console. */
        Page at(String address) {
            page.navigate(url + address);
            return page;
        }

        /** Answers that a test asks for, such as 401, are complained about by the browser too. */
        void expectComplaints(String containing) {
            complaints.removeIf(complaint -> complaint.contains(containing));
        }

        /** What a test brings about, such as being asked, is complained about so many times, and is then forgotten. */
        void requireComplaints(String containing, int times) {
            List<String> found = complaints.stream()
                    .filter(complaint -> complaint.contains(containing))
                    .toList();
            assertThat(found).as("complaints of " + containing).hasSize(times);
            complaints.removeAll(found);
        }

        /** Keeps a picture of the whole page as it is; of a dialog, what is in sight. */
        void screenshot(String name) {
            screenshot(name, look);
        }

        private void screenshot(String name, Look shown) {
            String file = name + "-" + shown.name().toLowerCase(Locale.ROOT).replace('_', '-') + ".png";
            page.screenshot(new Page.ScreenshotOptions()
                    .setPath(SCREENSHOTS.resolve(file))
                    .setFullPage(page.locator("dialog[open]").count() == 0));
        }

        /**
         * Shows what the page shows now in each {@link Look}, without a new visit: nothing is cut off, axe finds nothing serious, and a
         * picture is kept of each. Afterwards the page looks as it did.
         */
        void showInEveryLook(String name) throws IOException {
            for (Look each : Look.values()) {
                wear(each);
                requireNoOverflow();
                requireAccessible();
                screenshot(name, each);
            }
            wear(look);
        }

        private void wear(Look worn) {
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(worn.colours));
            page.setViewportSize(worn.width, worn.height);
            page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
        }

        /** Nothing reaches over the right edge, of the page or of what stands on it and has no need to scroll sideways. */
        void requireNoOverflow() {
            Object found = page.evaluate("""
                    () => [document.documentElement, ...document.querySelectorAll("dialog .content, .table .scroll")]
                        .filter(each => each.scrollWidth > each.clientWidth)
                        .map(each => (each.getAttribute("aria-label") ?? each.tagName) + " by " + (each.scrollWidth - each.clientWidth))
                    """);
            assertThat((List<?>) found).as("what reaches over the edge").isEmpty();
            Object badges = page.evaluate("""
                    () => [...document.querySelectorAll(".table [data-name=Status] .badge")]
                        .filter(each => each.getBoundingClientRect().right > each.closest("[data-name]").getBoundingClientRect().right + 1)
                        .map(each => each.textContent)
                    """);
            assertThat((List<?>) badges).as("badges that are cut off").isEmpty();
            Object words = page.evaluate("""
                    () => [...document.querySelectorAll(".graph-node text")]
                        .filter(each => {
                          const box = each.closest(".graph-node").querySelector("rect").getBoundingClientRect();
                          return each.getBoundingClientRect().right > box.right;
                        })
                        .map(each => each.textContent)
                    """);
            assertThat((List<?>) words)
                    .as("words that reach out of their state in a graph")
                    .isEmpty();
        }

        /** Has axe look at the page: no serious finding. Where npm did not install it none is looked for, and {@link AxeTest} is skipped. */
        void requireAccessible() throws IOException {
            if (!Files.isRegularFile(AXE)) return;
            page.evaluate(Files.readString(AXE));
            Object found = page.evaluate("""
                    async () => (await axe.run(document, {resultTypes: ["violations"]})).violations
                        .filter(v => v.impact === "serious" || v.impact === "critical")
                        .map(v => v.id + ": " + v.nodes.map(n => n.target.join(" ") + " " + (n.any[0]?.message ?? "")).slice(0, 5).join(" | "))
                    """);
            assertThat((List<?>) found).as("findings of axe").isEmpty();
        }

        /** @throws AssertionError when the page complained */
        @Override
        public void close() {
            context.close();
            assertThat(complaints).as("what the page complained about").isEmpty();
        }
    }
}
