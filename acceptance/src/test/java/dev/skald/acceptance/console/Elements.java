package dev.skald.acceptance.console;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.regex.Pattern;

/** Elements of a page by what they are and are called. */
final class Elements {
    private Elements() {}

    static Locator button(Page page, String name) {
        return exact(page, AriaRole.BUTTON, name);
    }

    static Locator exact(Page page, AriaRole role, String name) {
        return page.getByRole(role, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    static Locator exact(Locator around, AriaRole role, String name) {
        return around.getByRole(
                role, new Locator.GetByRoleOptions().setName(name).setExact(true));
    }

    /** A field, by the words beside it. */
    static Locator field(Page page, String label) {
        return page.getByLabel(label, new Page.GetByLabelOptions().setExact(true));
    }

    static Locator dialog(Page page) {
        return page.getByRole(AriaRole.DIALOG);
    }

    static Locator tab(Page page, String beginning) {
        return page.getByRole(AriaRole.TAB, new Page.GetByRoleOptions().setName(Pattern.compile("^" + beginning)));
    }

    /** The text in the studio. */
    static Locator editor(Page page) {
        return exact(page, AriaRole.TEXTBOX, "Definition");
    }

    /** Puts a text into the studio, in place of what is there. */
    static void write(Page page, String text) {
        editor(page).click();
        page.keyboard().press("Control+a");
        page.keyboard().press("Delete");
        page.keyboard().insertText(text);
    }

    /** A state in a graph. */
    static Locator state(Page page, String name) {
        return page.locator("[data-state=\"" + name + "\"]");
    }

    /** The links in the list of a page: its executions. */
    static Locator names(Page page) {
        return page.getByRole(AriaRole.GRID).getByRole(AriaRole.LINK);
    }

    /** What says whether the page follows the server. */
    static Locator liveness(Page page, String words) {
        return page.locator(".badge[role=status]")
                .filter(new Locator.FilterOptions().setHasText(Pattern.compile("^" + words + "$")));
    }
}
