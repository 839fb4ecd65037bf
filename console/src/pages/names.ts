/** The last part of an ARN, which is the name of what it names. */
export function machineName(arn: string) {
  return arn.slice(arn.lastIndexOf(":") + 1);
}
