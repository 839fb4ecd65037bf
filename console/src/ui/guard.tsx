// Parts that break, or whose code cannot be had, say so, and leave what is around them as it is.
import { Component, lazy, Suspense, useState, type ComponentType, type ReactNode } from "react";
import { Failure, Loading } from "./states";

interface Props {
  children: ReactNode;
  /** What is done about it when somebody asks. */
  again: () => void;
}

export class Guard extends Component<Props, { failure: unknown }> {
  override state: { failure: unknown } = { failure: undefined };

  static getDerivedStateFromError(failure: unknown) {
    return { failure };
  }

  override render() {
    if (this.state.failure === undefined) return this.props.children;
    return <Failure error={this.state.failure} again={this.props.again} />;
  }
}

const NOT_LOADED = "This part of the page could not be loaded: the server is away, or has another version of it by now. Then load the page anew, once nothing on it would be lost.";

/** A part whose code is loaded when it is first shown. Its `default` is what the page draws. */
export function later<P extends object>(load: () => Promise<{ default: ComponentType<P> }>, lines = 5): ComponentType<P> {
  const loaded = () =>
    lazy(() =>
      load().catch(() => {
        throw new Error(NOT_LOADED);
      }),
    );
  let known = loaded();
  return function Later(props: P) {
    const [turn, setTurn] = useState(0);
    const Part = known;
    function again() {
      known = loaded();
      setTurn(turn + 1);
    }
    return (
      <Guard key={turn} again={again}>
        <Suspense fallback={<Loading lines={lines} />}>
          <Part {...props} />
        </Suspense>
      </Guard>
    );
  };
}
