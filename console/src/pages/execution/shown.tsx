import type { ReactNode } from "react";
import type { Resource } from "../../ui/resource";
import { Failure, Loading } from "../../ui/states";

/** What is made of something that is read, or why it is not there. */
export function Shown({ resource, missing, children }: { resource: Resource<unknown>; missing: string; children: ReactNode }) {
  if (resource.error !== undefined) return <Failure error={resource.error} again={resource.reload} />;
  if (resource.loading && resource.data === undefined) return <Loading lines={4} />;
  return <>{children ?? <p className="soft" style={{ padding: 16 }}>{missing}</p>}</>;
}
