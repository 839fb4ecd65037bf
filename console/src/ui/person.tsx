// Who does something, and why: asked for wherever a person's word is kept. The name is remembered by this browser.
import { useState } from "react";
import { ofBrowser } from "./kept";

const WHO = "skald.who";

export interface Person {
  who: string;
  why: string;
}

export interface PersonField extends Person {
  set: (person: Person) => void;
  /** Whether both are said. */
  said: boolean;
  /** Remembers the name for the next time. */
  remember: () => void;
}

export function usePerson(): PersonField {
  const [person, set] = useState<Person>(() => ({ who: ofBrowser.get(WHO) ?? "", why: "" }));
  return {
    ...person,
    set,
    said: person.who.trim() !== "" && person.why.trim() !== "",
    remember: () => ofBrowser.set(WHO, person.who.trim()),
  };
}

export function PersonFields({ person, why = "Why" }: { person: PersonField; why?: string }) {
  return (
    <>
      <label className="field">
        <span>Who</span>
        <input
          className="input"
          name="who"
          maxLength={256}
          autoComplete="name"
          required
          value={person.who}
          onChange={(event) => person.set({ ...person, who: event.target.value })}
        />
      </label>
      <label className="field">
        <span>{why}</span>
        <input
          className="input"
          name="why"
          maxLength={4096}
          autoComplete="off"
          required
          value={person.why}
          onChange={(event) => person.set({ ...person, why: event.target.value })}
        />
      </label>
    </>
  );
}
