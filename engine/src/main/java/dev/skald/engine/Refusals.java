package dev.skald.engine;

import java.util.Map;

/** The requests that are refused for the engine's own sake, with AWS's codes where AWS has one. */
final class Refusals {
    private Refusals() {}

    /** The same request may succeed later; whether this one took effect, the store will tell then. */
    static ServiceException storeBroken() {
        return new ServiceException("InternalFailure", "The store does not work at the moment. Try again.");
    }

    static ServiceException notStored() {
        return new ServiceException(
                "InternalFailure", "The request could not be stored, and had no effect. Try again.");
    }

    static ServiceException late() {
        return new ServiceException("InternalFailure", "The answer took too long. Try again.");
    }

    static ServiceException changedMeanwhile() {
        return new ServiceException("InternalFailure", "The execution changed meanwhile, and again. Try again.");
    }

    static ServiceException broken(String executionArn) {
        return new ServiceException(
                "InternalFailure", "The execution '" + executionArn + "' cannot be worked on; see the log.");
    }

    static ServiceException closed() {
        return new ServiceException("ServiceUnavailable", "The engine is closed.");
    }

    static ServiceException tooManyCommands() {
        return new ServiceException("ThrottlingException", "Rate exceeded");
    }

    static ServiceException executionDoesNotExist(String arn) {
        return new ServiceException("ExecutionDoesNotExist", "Execution Does Not Exist: '" + arn + "'");
    }

    static ServiceException sagaRefused(String reason) {
        return new ServiceException("SagaActionRefused", reason);
    }

    static ServiceException validation(String reason) {
        return new ServiceException("ValidationException", reason);
    }

    static ServiceException notRedrivable(String reason) {
        return new ServiceException("ExecutionNotRedrivable", reason);
    }

    static ServiceException tooManyExecutions(int max) {
        return new ServiceException(
                "ExecutionLimitExceeded", "The limit of " + max + " executions in memory is reached.");
    }

    static ServiceException invalidExecutionInput(String reason) {
        return new ServiceException("InvalidExecutionInput", "Invalid State Machine Execution Input: '" + reason + "'");
    }

    static ServiceException stateMachineDoesNotExist(String arn) {
        return new ServiceException("StateMachineDoesNotExist", "State Machine Does Not Exist: '" + arn + "'");
    }

    static ServiceException testCaseDoesNotExist(String arn) {
        return new ServiceException("InvalidArn", "Invalid Arn: 'The mock configuration has no test case " + arn + "'");
    }

    static ServiceException resourceNotFound(String arn) {
        return new ServiceException(
                "ResourceNotFound", "Request references a resource that does not exist.", Map.of("resourceName", arn));
    }

    static ServiceException activityDoesNotExist(String arn) {
        return new ServiceException("ActivityDoesNotExist", "Activity Does Not Exist: '" + arn + "'");
    }

    static ServiceException invalidToken() {
        return new ServiceException("InvalidToken", "Invalid Token: 'Invalid token'");
    }

    static ServiceException taskTimedOut() {
        return new ServiceException("TaskTimedOut", "Task Timed Out: 'Provided task does not exist anymore'");
    }

    static ServiceException taskDoesNotExist() {
        return new ServiceException("TaskDoesNotExist", "Task Does Not Exist: 'Provided task does not exist'");
    }
}
