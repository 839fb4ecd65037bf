// What lists of executions say of each.
import type { ExecutionItem } from "../api/types";
import { to } from "../router";
import { Badge, RunClassBadge, SagaBadge, StatusBadge } from "../ui/badges";
import { Link } from "../ui/link";
import type { Column } from "../ui/table";
import { Lasted, When } from "../ui/time";

export const NAME: Column<ExecutionItem> = { name: "Name", area: "name", width: "minmax(150px, 2fr)", cell: (row) => <Name row={row} /> };

export const STATUS: Column<ExecutionItem> = {
  name: "Status",
  area: "status",
  width: "minmax(356px, 2fr)",
  cell: (row) => (
    <span className="row" style={{ flexWrap: "nowrap" }}>
      <StatusBadge status={row.status} />
      <SagaBadge status={row.sagaStatus} />
      {row.status === "RUNNING" || row.runClass === "Success" ? null : <RunClassBadge runClass={row.runClass} />}
    </span>
  ),
};

export const STARTED: Column<ExecutionItem> = { name: "Started", area: "started", width: "104px", cell: (row) => <When at={row.startedAt} /> };

export const TOOK: Column<ExecutionItem> = { name: "Took", area: "took", width: "92px", end: true, cell: (row) => <Lasted from={row.startedAt} until={row.stoppedAt} /> };

function Name({ row }: { row: ExecutionItem }) {
  return (
    <>
      <Link to={to.execution(row.executionArn)} title={row.name}>
        <bdi>{row.name}</bdi>
      </Link>
      {Object.entries(row.searchAttributes).map(([name, value]) => (
        <span key={name} style={{ marginLeft: 8 }}>
          <Badge tone="off" plain>
            {name + ": " + value}
          </Badge>
        </span>
      ))}
    </>
  );
}
