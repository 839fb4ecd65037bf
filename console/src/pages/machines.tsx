// The machines there are, by name.
import { lazy, useState } from "react";
import { get } from "../api/client";
import type { Machine, MachinePage as Page } from "../api/types";
import { to } from "../router";
import { number } from "../ui/charts";
import { Card, Live, PageHead } from "../ui/head";
import { Link } from "../ui/link";
import { useChanges } from "../ui/live";
import { useResource } from "../ui/resource";
import { Empty, Failure, Loading } from "../ui/states";
import { Table, type Column } from "../ui/table";
import { When } from "../ui/time";
import { FindMachine, isCalled } from "./findMachine";
import type { PageProps } from "./pages";

/** Machines read in one answer, and answers read: as many machines as AWS lets an account have. */
const PAGE = 1000;
const PAGES_MAX = 10;

const READ_AGAIN_MILLIS = 2000;

interface Listed {
  machines: Machine[];
  /** Whether there are more than are read. */
  more: boolean;
}

async function readAll(signal: AbortSignal): Promise<Listed> {
  const machines: Machine[] = [];
  let after: string | undefined;
  for (let pages = 0; pages < PAGES_MAX; pages++) {
    const page = await get<Page>("/machines", { limit: PAGE, after }, signal);
    machines.push(...page.machines);
    after = page.after;
    if (after === undefined) return { machines, more: false };
  }
  return { machines, more: true };
}

const COLUMNS: Column<Machine>[] = [
  { name: "Name", area: "name", width: "minmax(180px, 3fr)", cell: (machine) => <Name machine={machine} /> },
  { name: "Type", area: "type", width: "110px", cell: (machine) => <span className="soft">{machine.type === "EXPRESS" ? "Express" : "Standard"}</span> },
  { name: "Updated", area: "updated", width: "130px", cell: (machine) => <When at={machine.updatedAt} /> },
];

function Name({ machine }: { machine: Machine }) {
  return (
    <Link to={to.machine(machine.stateMachineArn)} title={machine.name}>
      {machine.name}
    </Link>
  );
}

const MachinePage = lazy(() => import("./machine"));

export default function Machines({ rest }: PageProps) {
  const arn = rest[0];
  return arn === undefined ? <MachineList /> : <MachinePage key={arn} arn={arn} />;
}

function MachineList() {
  const [wanted, setWanted] = useState("");
  const machines = useResource("machines", readAll);
  const liveness = useChanges(machines.reload, READ_AGAIN_MILLIS);
  const all = machines.data?.machines ?? [];
  const rows = all.filter((machine) => isCalled(machine, wanted));
  return (
    <>
      <PageHead
        title="Machines"
        actions={
          <>
            <FindMachine wanted={wanted} find={setWanted} width={220} />
            <Live liveness={liveness} />
          </>
        }
      >
        {machines.data?.more ? <span className="soft">The first {number(all.length)}; there are more.</span> : null}
      </PageHead>
      <Card padded={false}>
        {machines.error !== undefined && machines.data === undefined ? (
          <Failure error={machines.error} again={machines.reload} />
        ) : machines.data === undefined ? (
          <Loading />
        ) : all.length === 0 ? (
          <Empty title="No machines yet">A machine is a definition in the Amazon States Language. Create one with the AWS CLI, an SDK, or skald.</Empty>
        ) : rows.length === 0 ? (
          <Empty title="No machine is called that" />
        ) : (
          <Table
            label="Machines"
            columns={COLUMNS}
            rows={rows}
            rowKey={(machine) => machine.stateMachineArn}
            address={(machine) => to.machine(machine.stateMachineArn)}
            maxHeight="calc(100vh - 150px)"
            narrow={{ layout: "cards-machines", height: 60 }}
          />
        )}
      </Card>
    </>
  );
}
