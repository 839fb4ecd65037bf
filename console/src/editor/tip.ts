/** What a word of the text is, in a tooltip of the editor. Names come from outside: they stay text. */
export function tip(title: string, said: string): HTMLElement {
  const dom = document.createElement("div");
  dom.className = "cm-tip";
  const name = document.createElement("b");
  name.textContent = title;
  const words = document.createElement("div");
  words.textContent = said;
  dom.append(name, words);
  return dom;
}
