// Small drawings of numbers. What they show is said in words as well.
import type { Interval } from "../api/insight";

/** Starts per interval, as bars: how they ended is their colour. */
export function Bars({ intervals, label, height = 28, width = 144 }: { intervals: Interval[]; label: string; height?: number; width?: number }) {
  const most = Math.max(1, ...intervals.map((interval) => interval.starts));
  const step = width / Math.max(1, intervals.length);
  return (
    <svg className="bars" role="img" aria-label={label} viewBox={"0 0 " + width + " " + height} width="100%" height={height} preserveAspectRatio="none">
      <line x1="0" x2={width} y1={height - 0.5} y2={height - 0.5} className="base" />
      {intervals.map((interval, index) => (
        <Bar key={index} interval={interval} x={index * step} width={Math.max(0.6, step - 0.8)} height={height} most={most} />
      ))}
    </svg>
  );
}

function Bar({ interval, x, width, height, most }: { interval: Interval; x: number; width: number; height: number; most: number }) {
  const open = interval.starts - interval.success - interval.knownFailure - interval.unknownFailure;
  const parts: [string, number][] = [
    ["ok", interval.success],
    ["run", Math.max(0, open)],
    ["wait", interval.knownFailure],
    ["bad", interval.unknownFailure],
  ];
  let below = 0;
  return (
    <>
      {parts.map(([tone, count]) => {
        if (count === 0) return null;
        const size = Math.max(1.5, (count / most) * (height - 2));
        below += size;
        return <rect key={tone} className={"fill-" + tone} x={x} width={width} y={height - Math.min(height, below)} height={size} />;
      })}
    </>
  );
}

/** Parts of a whole, side by side. */
export function Parts({ parts, label, height = 10 }: { parts: { tone: string; count: number; name: string }[]; label: string; height?: number }) {
  const whole = Math.max(
    1,
    parts.reduce((sum, part) => sum + part.count, 0),
  );
  return (
    <div className="parts" role="img" aria-label={label + ": " + parts.filter((part) => part.count > 0).map((part) => part.count + " " + part.name).join(", ")} style={{ height }}>
      {parts.map((part) =>
        part.count === 0 ? null : <span key={part.name} className={"part-" + part.tone} style={{ flexGrow: part.count / whole }} title={part.count + " " + part.name} />,
      )}
    </div>
  );
}

export function number(count: number) {
  return count.toLocaleString("en");
}
