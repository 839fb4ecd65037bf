// The picture of a definition, with how often each state failed.
import { useMemo } from "react";
import { post } from "../api/client";
import type { FailureGroup } from "../api/insight";
import { Graph, type GraphData, type Mark } from "../graph/graph";
import { number } from "../ui/charts";
import { useResource } from "../ui/resource";
import { Failure, Loading } from "../ui/states";

interface Props {
  definition: string;
  label: string;
  failures?: FailureGroup[];
  selected?: string | undefined;
  choose: (state: string) => void;
  open?: (state: string) => void;
}

export default function DefinitionGraph({ definition, label, failures = [], selected, choose, open }: Props) {
  const graph = useResource("graph" + definition, (signal) => post<GraphData>("/graph", { definition }, signal));
  const marks = useMemo(() => failed(failures), [failures]);
  if (graph.data === undefined) return graph.error === undefined ? <Loading /> : <Failure error={graph.error} again={graph.reload} />;
  return <Graph graph={graph.data} label={label} marks={marks} selected={selected} select={choose} {...(open ? { open } : {})} />;
}

function failed(groups: FailureGroup[]): Map<string, Mark> {
  const counts = new Map<string, { count: number; unknown: boolean }>();
  for (const group of groups) {
    const before = counts.get(group.state);
    counts.set(group.state, { count: (before?.count ?? 0) + group.count, unknown: (before?.unknown ?? false) || group.runClass === "UnknownFailure" });
  }
  return new Map([...counts].map(([state, { count, unknown }]) => [state, { tone: unknown ? "bad" : "wait", words: number(count) + (count === 1 ? " failure" : " failures"), count: number(count) }]));
}
