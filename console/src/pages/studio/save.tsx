// Keeps what was written: as a new machine, or as the next revision of one, after a look at what changes.
import { useState } from "react";
import { post } from "../../api/client";
import type { MachineDetail } from "../../api/insight";
import { nameOf } from "../../api/insight";
import { navigate, to } from "../../router";
import { Dialog } from "../../ui/dialog";
import Changes from "./changes";

interface SaveProps {
  machine: MachineDetail | undefined;
  text: string;
  type: string;
  original: string;
  reload: () => void;
  close: () => void;
}

interface Saved {
  stateMachineArn: string;
  stateMachineVersionArn?: string;
}

export function Save({ machine, text, type, original, reload, close }: SaveProps) {
  const [name, setName] = useState("");
  const [publish, setPublish] = useState(true);
  const [description, setDescription] = useState("");

  async function run() {
    if (machine === undefined) {
      const made = await post<Saved>("/machines", { name, definition: text, type });
      // What was written is kept by now.
      navigate(to.machine(made.stateMachineArn), { unasked: true });
      return "Created " + name + ".";
    }
    const saved = await post<Saved>("/machines/" + encodeURIComponent(machine.stateMachineArn), {
      definition: text,
      revisionId: machine.revisionId ?? "",
      publish,
      ...(description === "" ? {} : { description }),
    });
    reload();
    return saved.stateMachineVersionArn === undefined ? "Saved." : "Saved, and published as version " + nameOf(saved.stateMachineVersionArn) + ".";
  }

  return (
    <Dialog title={machine === undefined ? "Create a machine" : "Save " + machine.name} does={machine === undefined ? "Create" : "Save"} disabled={machine === undefined && name.trim() === ""} run={run} close={close}>
      {machine === undefined ? (
        <label className="field">
          <span>Name</span>
          <input className="input" name="name" maxLength={80} autoComplete="off" autoFocus value={name} onChange={(event) => setName(event.target.value)} />
        </label>
      ) : (
        <>
          <p className="soft">Executions that run keep the definition they began with. The next start takes this one.</p>
          <Changes before={original} after={text} />
          <label className="row">
            <input type="checkbox" checked={publish} onChange={(event) => setPublish(event.target.checked)} /> Publish it as a version
          </label>
          {publish ? (
            <label className="field">
              <span>What has changed, if you want to say it</span>
              <input className="input" name="description" maxLength={256} autoComplete="off" value={description} onChange={(event) => setDescription(event.target.value)} />
            </label>
          ) : null}
        </>
      )}
    </Dialog>
  );
}
