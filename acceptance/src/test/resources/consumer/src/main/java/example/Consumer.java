package example;

/** Uses Skald as a stranger would: by its published artefacts alone. */
public final class Consumer {

    private Consumer() {}

    public static void main(String[] args) throws ClassNotFoundException {
        System.out.println(Class.forName("dev.skald.engine.package-info").getPackageName());
        System.out.println(Class.forName("dev.skald.sql.package-info").getPackageName());
    }
}
