package dev.skald.cli;

/** The executable {@code skald}. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.exit(SkaldCommand.run(Surroundings.ofProcess(), arguments));
    }
}
