import { Component, Suspense, useEffect, useRef, useState, type FormEvent, type ReactNode } from "react";
import { keepSecret, onSecretNeeded } from "./api/client";
import { FIRST, PAGES, type Page } from "./pages/pages";
import { navigate, to, usePlace } from "./router";
import { Icon } from "./ui/icons";
import { knownKeys, useKeys } from "./ui/keys";
import { Link } from "./ui/link";
import { Empty, Failure, Loading } from "./ui/states";
import { chooseTheme, useTheme, type Theme } from "./ui/theme";
import { Toasts } from "./ui/toast";

export function App() {
  const { segments } = usePlace();
  const [help, setHelp] = useState(false);
  const [locked, setLocked] = useState(false);
  const [turn, setTurn] = useState(0);
  const page = PAGES.find((candidate) => candidate.segment === (segments[0] ?? FIRST));

  useEffect(() => onSecretNeeded(() => setLocked(true)), []);
  useEffect(() => {
    document.title = page ? page.name + " · Skald" : "Skald";
  }, [page]);
  useKeys([
    { keys: "?", does: "Show the keys", run: () => setHelp(true) },
    { keys: "/", does: "Search on this page", run: () => document.querySelector<HTMLElement>("[data-search]")?.focus() },
    ...PAGES.filter((known) => known.letter !== undefined).map((known) => ({
      keys: "g " + known.letter,
      does: "Go to " + known.name,
      run: () => navigate("/" + known.segment),
    })),
  ]);

  function unlocked(secret: string) {
    keepSecret(secret);
    setLocked(false);
    setTurn(turn + 1);
  }

  return (
    <div className="shell">
      <a className="skip" href="#main">
        Skip to the page
      </a>
      <Side page={page} help={() => setHelp(true)} />
      <main className="main" id="main" tabIndex={-1}>
        {locked ? <Secret give={unlocked} /> : <Shown key={turn + segments.join("/")} page={page} rest={segments.slice(1)} />}
      </main>
      {help ? <Help close={() => setHelp(false)} /> : null}
      <Toasts />
    </div>
  );
}

function Shown({ page, rest }: { page: Page | undefined; rest: string[] }) {
  if (!page) return <Empty title="There is no such page" action={<Link to={to.overview}>To the start</Link>} />;
  return (
    <Guard>
      <Suspense fallback={<Loading lines={8} />}>
        <page.show rest={rest} />
      </Suspense>
    </Guard>
  );
}

/** A page that breaks says so, and leaves the others usable. */
class Guard extends Component<{ children: ReactNode }, { failure: unknown }> {
  override state: { failure: unknown } = { failure: undefined };

  static getDerivedStateFromError(failure: unknown) {
    return { failure };
  }

  override render() {
    if (this.state.failure === undefined) return this.props.children;
    return <Failure error={this.state.failure} again={() => location.reload()} />;
  }
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

function Secret({ give }: { give: (secret: string) => void }) {
  const [secret, setSecret] = useState("");
  function submitted(event: FormEvent) {
    event.preventDefault();
    give(secret.trim());
  }
  return (
    <form className="card" style={{ maxWidth: 460, margin: "12vh auto 0" }} onSubmit={submitted}>
      <div className="body column">
        <h1>This server is locked</h1>
        <p className="soft">It wants one of the secrets in its token file. This tab keeps it until it is closed.</p>
        <label className="field">
          <span>Secret</span>
          <input className="input" type="password" autoComplete="current-password" autoFocus value={secret} onChange={(event) => setSecret(event.target.value)} />
        </label>
        <button type="submit" className="button primary" disabled={secret.trim() === ""}>
          Unlock
        </button>
      </div>
    </form>
  );
}
