import { Suspense, useEffect, useRef, useState, type FormEvent } from "react";
import { nameOf } from "./api/insight";
import { keepSecret, onSecretNeeded, secretProblem } from "./api/client";
import { FIRST, PAGES, type Page } from "./pages/pages";
import { navigate, to, usePlace } from "./router";
import { Guard } from "./ui/guard";
import { Icon } from "./ui/icons";
import { knownKeys, useKeys } from "./ui/keys";
import { Link } from "./ui/link";
import { Empty, Loading } from "./ui/states";
import { chooseTheme, useTheme, type Theme } from "./ui/theme";
import { said, Toasts } from "./ui/toast";

export function App() {
  const { segments } = usePlace();
  const [help, setHelp] = useState(false);
  const [locked, setLocked] = useState(false);
  const [refused, setRefused] = useState(false);
  const page = PAGES.find((candidate) => candidate.segment === (segments[0] ?? FIRST));

  useEffect(
    () =>
      onSecretNeeded((wrong) => {
        setLocked(true);
        setRefused(wrong);
      }),
    [],
  );
  const title = titleOf(page, segments[1]);
  useEffect(() => {
    document.title = title;
  }, [title]);
  useKeys([
    { keys: "?", does: "Show the keys", run: () => setHelp(true) },
    { keys: "/", does: "Search on this page", run: search },
    ...PAGES.filter((known) => known.letter !== undefined).map((known) => ({
      keys: "g " + known.letter,
      does: "Go to " + known.name,
      run: () => navigate("/" + known.segment),
    })),
  ]);

  function unlocked(secret: string) {
    setLocked(false);
    keepSecret(secret);
  }

  return (
    <div className="shell">
      <a className="skip" href="#main">
        Skip to the page
      </a>
      <Side page={page} help={() => setHelp(true)} />
      <main className="main" id="main" tabIndex={-1}>
        <Shown key={segments.join("/")} page={page} rest={segments.slice(1)} />
      </main>
      {locked ? <Secret refused={refused} give={unlocked} /> : null}
      {help ? <Help close={() => setHelp(false)} /> : null}
      <Toasts />
    </div>
  );
}

function search() {
  const field = document.querySelector<HTMLElement>("[data-search]");
  if (field) field.focus();
  else said("There is no search in what is shown.");
}

/** What the browser calls this place: tabs of two executions have two names. */
function titleOf(page: Page | undefined, arn: string | undefined) {
  if (page === undefined) return "Skald";
  return (arn === undefined ? "" : nameOf(arn) + " · ") + page.name + " · Skald";
}

function Shown({ page, rest }: { page: Page | undefined; rest: string[] }) {
  if (!page) return <Empty title="There is no such page" action={<Link to={to.overview}>To the start</Link>} />;
  return (
    <Guard again={() => location.reload()}>
      <Suspense fallback={<Loading lines={8} />}>
        <page.show rest={rest} />
      </Suspense>
    </Guard>
  );
}

function Side({ page, help }: { page: Page | undefined; help: () => void }) {
  const nav = useRef<HTMLElement>(null);
  // On a narrow screen the pages stand beside each other: the one that is shown must not be out of sight.
  useEffect(() => {
    // What it returns is no clean-up: newer browsers return a promise.
    void nav.current?.querySelector("[aria-current]")?.scrollIntoView({ inline: "center", block: "nearest" });
  }, [page]);
  return (
    <aside className="side">
      <div className="side-inner">
        <Link to={to.overview} className="brand" aria-label="Skald, to the start">
          <img src="/favicon.svg" alt="" width="26" height="26" />
          <span>Skald</span>
        </Link>
        <nav ref={nav} aria-label="Pages">
          {PAGES.filter((known) => known.icon !== undefined).map((known) => (
            <Link key={known.segment} to={"/" + known.segment} aria-current={known === page ? "page" : undefined}>
              {known.icon ? <Icon name={known.icon} /> : null}
              {known.name}
            </Link>
          ))}
        </nav>
        <div className="foot">
          <button type="button" className="button quiet small wide" onClick={help}>
            Keys <kbd>?</kbd>
          </button>
          <ThemeSwitch />
        </div>
      </div>
    </aside>
  );
}

const NEXT_THEME: Record<Theme, Theme> = { system: "light", light: "dark", dark: "system" };
const THEME_SIGN: Record<Theme, string> = { system: "◐", light: "☀", dark: "☾" };

function ThemeSwitch() {
  const theme = useTheme();
  return (
    <button type="button" className="button quiet small" aria-label={"Colours: " + theme + ". Change"} onClick={() => chooseTheme(NEXT_THEME[theme])}>
      <span aria-hidden="true">{THEME_SIGN[theme]}</span> <span className="side-word">{theme}</span>
    </button>
  );
}

function Help({ close }: { close: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => void dialog.current?.showModal(), []);
  return (
    <dialog
      ref={dialog}
      aria-label="Keys"
      onClose={close}
      onClick={(event) => {
        if (event.target === dialog.current) close();
      }}
    >
      <header>
        <h2>Keys</h2>
      </header>
      <div className="content">
        <dl className="facts">
          {knownKeys().map((key) => (
            <div key={key.keys} style={{ display: "contents" }}>
              <dt>
                {key.keys.split(" ").map((one) => (
                  <kbd key={one} style={{ marginRight: 4 }}>
                    {one}
                  </kbd>
                ))}
              </dt>
              <dd>{key.does}</dd>
            </div>
          ))}
          <dt>
            <kbd>↑</kbd> <kbd>↓</kbd> <kbd>Enter</kbd>
          </dt>
          <dd>Move in a list or a graph, and open</dd>
        </dl>
      </div>
      <footer>
        <button type="button" className="button" onClick={close}>
          Close
        </button>
      </footer>
    </dialog>
  );
}

/** Over all else: what was typed into the page below, or into a dialog of it, is there when it is unlocked. */
function Secret({ refused, give }: { refused: boolean; give: (secret: string) => void }) {
  const [secret, setSecret] = useState("");
  const dialog = useRef<HTMLDialogElement>(null);
  const problem = secretProblem(secret.trim());
  useEffect(() => dialog.current?.showModal(), []);
  function submitted(event: FormEvent) {
    event.preventDefault();
    give(secret.trim());
  }
  return (
    <dialog ref={dialog} className="locked" aria-labelledby="locked" onCancel={(event) => event.preventDefault()} onClose={() => dialog.current?.showModal()}>
      <form onSubmit={submitted}>
        <div className="content column">
          <h1 id="locked">This server is locked</h1>
          <p className="soft">It wants one of the secrets in its token file. This tab keeps it until it is closed.</p>
          {problem !== undefined ? <p role="alert">{problem}</p> : refused ? <p role="alert">The server does not take the secret that was given.</p> : null}
          <label className="field">
            <span>Secret</span>
            <input className="input" type="password" autoComplete="current-password" autoFocus value={secret} onChange={(event) => setSecret(event.target.value)} />
          </label>
          <button type="submit" className="button primary" disabled={secret.trim() === "" || problem !== undefined}>
            Unlock
          </button>
        </div>
      </form>
    </dialog>
  );
}
