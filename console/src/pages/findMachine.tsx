// Finds machines by their name, in lists of them.

export function FindMachine({ wanted, find, width }: { wanted: string; find: (wanted: string) => void; width: number }) {
  return (
    <input
      className="input"
      style={{ width }}
      type="search"
      data-search
      placeholder="Find a machine"
      aria-label="Find a machine"
      value={wanted}
      onChange={(event) => find(event.target.value)}
    />
  );
}

/** Whether a machine is one of those that are looked for. */
export function isCalled(machine: { name: string }, wanted: string) {
  return machine.name.toLowerCase().includes(wanted.trim().toLowerCase());
}
