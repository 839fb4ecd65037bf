/** A unified diff, as the server writes it. */
export function Difference({ diff, label }: { diff: string; label: string }) {
  const tones: Record<string, string> = { "+": "added", "-": "removed", "@": "mark" };
  return (
    <pre className="json diff" tabIndex={0} role="region" aria-label={label}>
      {diff
        .replace(/\n$/, "")
        .split("\n")
        .map((line, index) => (
          <span key={index} className={tones[line.charAt(0)] ?? ""}>
            {line + "\n"}
          </span>
        ))}
    </pre>
  );
}
