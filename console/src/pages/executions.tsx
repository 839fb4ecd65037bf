// Executions, newest first: the list, and below it, by its ARN, each of them.
import { lazy } from "react";
import type { PageProps } from "./pages";
import ExecutionList from "./executionList";

const Execution = lazy(() => import("./execution/page"));

export default function Executions({ rest }: PageProps) {
  const arn = rest[0];
  return arn === undefined ? <ExecutionList /> : <Execution key={arn} arn={arn} />;
}
