package dev.skald.core;

import dev.skald.asl.MachineType;

/**
 * Who an execution is: what never changes from its start to its end.
 *
 * @param id the store's own number, unique in one store; part of callback tokens
 * @param arn the execution's ARN
 * @param name the last part of the ARN, the idempotency key of its start
 * @param stateMachineArn the ARN of the machine, without version or alias
 * @param stateMachineName the machine's name
 * @param roleArn the role as the machine had it at the start
 */
public record Identity(
        long id,
        String arn,
        String name,
        String stateMachineArn,
        String stateMachineName,
        MachineType type,
        String roleArn) {}
