import { get } from "../../api/client";
import type { Execution } from "../../api/types";
import { to } from "../../router";
import { RunClassBadge, SagaBadge, StatusBadge } from "../../ui/badges";
import { PageHead } from "../../ui/head";
import { Link } from "../../ui/link";
import { useResource } from "../../ui/resource";
import { Failure, Loading } from "../../ui/states";
import { segment } from "../../router";

export default function ExecutionPage({ arn }: { arn: string }) {
  const execution = useResource(arn, (signal) => get<Execution>("/executions/" + segment(arn), {}, signal));
  if (execution.error !== undefined && !execution.data) return <Failure error={execution.error} again={execution.reload} />;
  if (!execution.data) return <Loading lines={10} />;
  const shown = execution.data;
  return (
    <PageHead title={shown.name} above={<Link to={to.executions}>Executions</Link>}>
      <StatusBadge status={shown.status} />
      <SagaBadge status={shown.sagaStatus} />
      <RunClassBadge runClass={shown.runClass} />
    </PageHead>
  );
}
