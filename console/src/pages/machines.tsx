// The machines there are, by name.
import { lazy } from "react";
import { get } from "../api/client";
import type { Machine, MachinePage } from "../api/types";
import { to } from "../router";
import { Card, PageHead } from "../ui/head";
import { useResource } from "../ui/resource";
import { Empty, Failure, Loading } from "../ui/states";
import { Table, type Column } from "../ui/table";
import { When } from "../ui/time";
import type { PageProps } from "./pages";

const COLUMNS: Column<Machine>[] = [
  { name: "Name", width: "minmax(180px, 3fr)", cell: (machine) => machine.name },
  { name: "Type", width: "110px", cell: (machine) => <span className="soft">{machine.type === "EXPRESS" ? "Express" : "Standard"}</span> },
  { name: "Updated", width: "130px", cell: (machine) => <When at={machine.updatedAt} /> },
];

const Machine = lazy(() => import("./machine"));

export default function Machines({ rest }: PageProps) {
  const arn = rest[0];
  return arn === undefined ? <MachineList /> : <Machine key={arn} arn={arn} />;
}

function MachineList() {
  const machines = useResource("machines", (signal) => get<MachinePage>("/machines", { limit: 1000 }, signal));
  const rows = machines.data?.machines ?? [];
  return (
    <>
      <PageHead title="Machines" />
      <Card padded={false}>
        {machines.error !== undefined ? (
          <Failure error={machines.error} again={machines.reload} />
        ) : machines.data === undefined ? (
          <Loading />
        ) : rows.length === 0 ? (
          <Empty title="No machines yet">A machine is a definition in the Amazon States Language. Create one with the AWS CLI, an SDK, or skald.</Empty>
        ) : (
          <Table
            label="Machines"
            columns={COLUMNS}
            rows={rows}
            rowKey={(machine) => machine.stateMachineArn}
            address={(machine) => to.machine(machine.stateMachineArn)}
            maxHeight="calc(100vh - 150px)"
          />
        )}
      </Card>
    </>
  );
}
