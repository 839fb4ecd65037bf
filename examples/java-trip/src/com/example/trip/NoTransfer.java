package com.example.trip;

/** Nobody drives there: nothing was ordered. */
final class NoTransfer extends Exception {
    private static final long serialVersionUID = 1L;

    NoTransfer(String city) {
        super("nobody drives to " + city);
    }
}
