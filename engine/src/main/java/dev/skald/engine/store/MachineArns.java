package dev.skald.engine.store;

/** What executions are counted under: the ARN of their machine; of children of a distributed Map, {@code MACHINE/LABEL}. */
public final class MachineArns {
    private static final char LABEL = '/';

    private MachineArns() {}

    /** The machine whose definition it is: that of the Map, for the children of one. */
    public static String machineOf(String arn) {
        int label = arn.indexOf(LABEL);
        return label < 0 ? arn : arn.substring(0, label);
    }

    /** Whether who asks for a machine asks for these executions: its own, and the children of its Maps. */
    public static boolean includes(String asked, String arn) {
        return asked.equals(arn) || asked.equals(machineOf(arn));
    }
}
