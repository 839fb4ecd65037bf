// The versions of a machine: the newest come with it, older ones when somebody asks for them.
import { useState } from "react";
import { get } from "../api/client";
import type { MachineDetail, Version } from "../api/insight";
import { segment } from "../router";
import { words } from "../ui/states";
import { said } from "../ui/toast";

interface VersionPage {
  versions: Version[];
  before?: number;
}

export interface Versions {
  versions: Version[];
  /** Reads the next ones; undefined when all are here. */
  more: (() => void) | undefined;
  reading: boolean;
}

export function useVersions(machine: MachineDetail): Versions {
  const [older, setOlder] = useState<{ of: number | undefined; page: VersionPage }>({ of: undefined, page: { versions: [] } });
  const [reading, setReading] = useState(false);
  // The newest are read again and again: what is further down begins where they end now.
  const known = older.of === machine.versionsBefore ? older.page : undefined;
  const before = known === undefined ? machine.versionsBefore : known.before;

  async function more() {
    setReading(true);
    try {
      const page = await get<VersionPage>("/machines/" + segment(machine.stateMachineArn) + "/versions", { before });
      setOlder({ of: machine.versionsBefore, page: { ...page, versions: [...(known?.versions ?? []), ...page.versions] } });
    } catch (failure) {
      said(words(failure), "bad");
    } finally {
      setReading(false);
    }
  }

  return { versions: [...machine.versions, ...(known?.versions ?? [])], more: before === undefined ? undefined : () => void more(), reading };
}
