// What this browser keeps, for this tab or for good. Where it keeps nothing, because storage is denied or full, the page does until it is left.

class Kept {
  private readonly storage: () => Storage;
  /** What the storage did not take. */
  private readonly here = new Map<string, string>();

  /** @param storage throws where it is denied */
  constructor(storage: () => Storage) {
    this.storage = storage;
  }

  get(key: string): string | null {
    const here = this.here.get(key);
    if (here !== undefined) return here;
    try {
      return this.storage().getItem(key);
    } catch {
      return null;
    }
  }

  set(key: string, value: string) {
    try {
      this.storage().setItem(key, value);
      this.here.delete(key);
    } catch {
      this.here.set(key, value);
    }
  }

  remove(key: string) {
    this.here.delete(key);
    try {
      this.storage().removeItem(key);
    } catch {
      // Then it has nothing.
    }
  }
}

/** Until the tab is closed. */
export const ofTab = new Kept(() => sessionStorage);

export const ofBrowser = new Kept(() => localStorage);
