// Keeps what was written: as a new machine, or as the next revision of one, after a look at what changes.
import { useState } from "react";
import { ApiError, post } from "../../api/client";
import { nameOf } from "../../api/insight";
import { navigate, to } from "../../router";
import { Dialog } from "../../ui/dialog";
import { later } from "../../ui/guard";
import { NameField } from "../nameField";
import { nameProblem } from "../names";
import { readWritten, type Written } from "./written";

const Changes = later(() => import("../../editor/changes"), 4);

interface SaveProps {
  machine: Written | undefined;
  text: string;
  type: string;
  original: string;
  /** Is told what the machine is by now. */
  saved: (machine: Written) => void;
  close: () => void;
}

interface Saved {
  stateMachineArn: string;
  revisionId?: string;
  stateMachineVersionArn?: string;
}

export function Save({ machine, ...props }: SaveProps) {
  return machine === undefined ? <Create {...props} /> : <Update machine={machine} {...props} />;
}

function Create({ text, type, close }: Omit<SaveProps, "machine">) {
  const [name, setName] = useState("");

  async function run() {
    const made = await post<Saved>("/machines", { name, definition: text, type });
    // What was written is kept by now.
    navigate(to.machine(made.stateMachineArn), { unasked: true });
    return "Created " + name + ".";
  }

  return (
    <Dialog title="Create a machine" does="Create" disabled={name === "" || nameProblem(name) !== undefined} run={run} close={close}>
      <NameField words="Name" value={name} set={setName} first />
    </Dialog>
  );
}

/** What is there to be overwritten, as it was seen. */
interface Seen {
  definition: string;
  revisionId: string;
  /** Whether somebody else saved it while this was written. */
  theirs: boolean;
}

function Update({ machine, text, original, saved, close }: Omit<SaveProps, "machine" | "type"> & { machine: Written }) {
  const [publish, setPublish] = useState(true);
  const [description, setDescription] = useState("");
  const [seen, setSeen] = useState<Seen>({ definition: original, revisionId: machine.revisionId ?? "", theirs: false });
  const path = "/machines/" + encodeURIComponent(machine.stateMachineArn);

  async function run() {
    try {
      const kept = await post<Saved>(path, { definition: text, revisionId: seen.revisionId, publish, ...(description === "" ? {} : { description }) });
      saved({ ...machine, definition: text, ...(kept.revisionId === undefined ? {} : { revisionId: kept.revisionId }) });
      return kept.stateMachineVersionArn === undefined ? "Saved." : "Saved, and published as version " + nameOf(kept.stateMachineVersionArn) + ".";
    } catch (refused) {
      if (refused instanceof ApiError && refused.code === "ConflictException") await look();
      throw refused;
    }
  }

  /** What somebody else has saved is shown, and nothing of it is overwritten unseen. */
  async function look() {
    const now = await readWritten(machine.stateMachineArn);
    setSeen({ definition: now.definition, revisionId: now.revisionId ?? "", theirs: true });
  }

  return (
    <Dialog title={"Save " + machine.name} does={seen.theirs ? "Save over it" : "Save"} danger={seen.theirs} wide run={run} close={close}>
      {seen.theirs ? (
        <>
          <h3>What somebody else has changed meanwhile</h3>
          <Difference before={original} after={seen.definition} />
          <h3>What saving would change of theirs</h3>
        </>
      ) : (
        <p className="soft">Executions that run keep the definition they began with. The next start takes this one.</p>
      )}
      <Difference before={seen.definition} after={text} />
      <label className="row">
        <input type="checkbox" checked={publish} onChange={(event) => setPublish(event.target.checked)} /> Publish it as a version
      </label>
      {publish ? (
        <label className="field">
          <span>What has changed, if you want to say it</span>
          <input className="input" name="description" maxLength={256} autoComplete="off" value={description} onChange={(event) => setDescription(event.target.value)} />
        </label>
      ) : null}
    </Dialog>
  );
}

function Difference({ before, after }: { before: string; after: string }) {
  if (before === after) return <p className="soft">Nothing in the definition.</p>;
  return <Changes before={before} after={after} />;
}
