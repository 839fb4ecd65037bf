package dev.skald.engine;

/** Why a Map Run fails, in AWS's words. */
record MapRunFailure(String error, String cause) {}
